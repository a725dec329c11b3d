"""What a reader of surveys has to say about a room that is in order row by row."""

from __future__ import annotations

from geometry.finding import Text

ASSUMED_REFLEX = Text(
    "由墙长推断阳角为:{corners};如有不符,请在“阳角”列写明。",
    "The wall lengths leave these corners to jut in: {corners}; name them in the column “Reflex corners” if this "
    "is wrong.",
)
REFLEX_UNKNOWN = Text(
    "房间 {number} 有 {count} 个阳角,但由墙长看不出是哪几个;请在“阳角”列写明,或加测对角线。",
    "Room {number} has {count} corners that jut in and the wall lengths do not tell which; name them in the column "
    "“Reflex "
    "corners” or measure a diagonal.",
)
ANGLES_DO_NOT_FIT = Text(
    "房间 {number} 有 {corners} 个转角、{reflex} 个阳角,不可能全为直角;没有采用直角假定,请核对转角或补测角度。",
    "Room {number} with {corners} corners, {reflex} of which jut in, cannot have right angles everywhere; none were "
    "assumed. Check the corners or measure the angles.",
)
NOT_MEASURED = Text(
    "房间 {number} 没有任何测量值;请填写长和宽,或在“距离”表里填写各墙。",
    "Nothing was measured in room {number}; give length and width, or list its walls in the sheet “Distances”.",
)
INSTRUMENT_UNKNOWN = Text(
    "不认识仪器“{instrument}”,按一般激光测距仪的精度计算。",
    "The instrument “{instrument}” is not known; the accuracy of an ordinary laser rangefinder was used.",
)
READINGS_DISAGREE = Text(
    "同一距离的读数({places})相差 {apart_mm} mm,其中之一有误;请重新测量。",
    "Readings of the same distance ({places}) differ by {apart_mm} mm, so one of them is wrong; measure it again.",
)
