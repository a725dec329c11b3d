"""What there is to say about rooms that were seen from a station."""

from __future__ import annotations

from geometry.finding import Text

NOT_ENCLOSED = Text(
    "测站 {station}:{shots} 个水平方向的墙面观测没有围成一圈(最大空缺 {gap}°),不是封闭的房间,没有计算面积。",
    "Station {station}: its {shots} level shots at walls do not go all around (widest gap {gap}°); this is no "
    "closed room "
    "and has no area.",
)
NOT_TOLD = Text(
    "测站 {station}:由 {shots} 个水平方向的观测看不出墙面的位置;请对每面墙至少测三个点,或逐个照准墙角。",
    "Station {station}: its {shots} level shots do not tell where the walls are; shoot three points on every wall, "
    "or every "
    "corner.",
)
FROM_WALLS = Text(
    "轮廓由测站 {station} 的 {shots} 个观测拟合:相邻且共线的观测视为同一面墙,共 {walls} 面,偏离最大 {mm} mm。",
    "The outline was fitted to {shots} shots from station {station}: neighbouring shots on one line were taken as "
    "one of "
    "{walls} walls, the farthest off by {mm} mm.",
)
FROM_CORNERS = Text(
    "轮廓由测站 {station} 的 {shots} 个观测按方向依次连成:它们成直角,因此视为墙角。",
    "The outline joins {shots} shots from station {station} in the order of their directions: they form right "
    "angles and "
    "were taken as the corners.",
)
NOT_PLACED = Text(
    "没有建筑中的位置:房间之间按导线相连,整体位置未知。",
    "The survey does not know its place in the building; rooms lie to each other as the legs say.",
)
SEEN_TWICE = Text(
    "测站 {station} 看到的是同一个房间,采用测站 {kept} 的结果。",
    "Station {station} sees the same room; the result from station {kept} was kept.",
)
UNUSED = Text(
    "命令 *{command}(第 {line} 行)没有读取。",
    "The command *{command} (line {line}) was not read.",
)
