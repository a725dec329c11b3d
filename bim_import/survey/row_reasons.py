"""Why a row of a survey cannot be taken: one sentence each, with what to do."""

from __future__ import annotations

from typing import Final

from bim_import.survey.dates import ImpossibleDayError
from bim_import.survey.problems import shown
from geometry.finding import Text

UNIT_NAMES: Final = {
    "m": Text("米", "metres"),
    "cm": Text("厘米", "centimetres"),
    "mm": Text("毫米", "millimetres"),
}

REQUIRED = Text("这一格没有填写。", "This cell is empty.")
NEGATIVE = Text("数值不能为负;请重新核对读数。", "The value is negative; check the reading.")
ZERO = Text("数值不能为零;没有测量的请留空。", "The value is zero; leave the cell empty where nothing was measured.")
NOT_A_NUMBER = Text("“{value}”不是数字;请只填数字,例如 4.52。", "“{value}” is no number; write a number such as 4.52.")
AMBIGUOUS = Text(
    "“{value}”里的逗号可能是小数点,也可能是千位分隔;请改用小数点。",
    "The comma in “{value}” may part decimals or thousands; write a decimal point.",
)
DATE = Text(
    "这一格被识别成日期或时间,原来的数字已经丢失;请把单元格格式改为“数值”或“文本”后重新填写。",
    "The cell holds a date or time and the number is lost; format it as number or text and write it again.",
)
FORMULA = Text(
    "这一格是公式,不是读数;请选择性粘贴为数值后再导入。",
    "The cell holds a formula, not a reading; paste it as a value.",
)
ERROR = Text("这一格显示错误值;请改成数字或留空。", "The cell shows an error; write a value or leave it empty.")
NOT_A_DAY = Text(
    "“{value}”不是明确的日期;请写成 2026-07-01 的形式,或用日期格式的单元格。",
    "“{value}” is no certain date; write it as 2026-07-01, or use a cell formatted as a date.",
)
IMPOSSIBLE_DAY = Text(
    "测量日期 {value} 不可能(在 1990 年以前或在将来);请核对。",
    "Nobody measured on {value} (before 1990, or in the future); check the date.",
)
UNKNOWN_UNIT = Text(
    "不认识单位“{value}”;长度用 m、cm、mm,角度用 deg、gon、dms。",
    "The unit “{value}” is not known; use m, cm or mm for lengths and deg, gon or dms for angles.",
)
NO_UNIT: Final = {
    "length": Text(
        "没有写明长度单位,数值也看不出是哪一种;请在列标题写上单位,例如“长(mm)”,或增加“单位”列。",
        "No unit of length is stated and the values do not tell; write it into the heading, as in “Length (mm)”, "
        "or add "
        "a column “Unit”.",
    ),
    "angle": Text(
        "没有写明角度单位;请在列标题写上 deg、gon 或 dms,例如“水平角(gon)”。",
        "No unit of angle is stated; write deg, gon or dms into the heading, as in “Horizontal angle (gon)”.",
    ),
    "area": Text("没有写明面积单位。", "No unit of area is stated."),
}
MIXED = Text(
    "同一列混用了单位:{value} 在以{unit_zh}为单位的列里不可能,像是以{other_zh}计(即 {metres} m);"
    "请统一单位或在“单位”列写明。",
    "Units are mixed: {value} is impossible in a column of {unit_en} and looks like {other_en} (that is {metres} m)"
    "; use "
    "one unit or state it in the column “Unit”.",
)
ABSURD_LONG = Text(
    "{value} {unit} 不可能是房间的尺寸(上限 {limit} {unit});请核对读数和单位。",
    "{value} {unit} is no measurement of a room (at most {limit} {unit}); check the reading and its unit.",
)
ABSURD_SHORT = Text(
    "{value} {unit} 太小,不可能是这里的尺寸(下限 {limit} {unit});请核对读数和单位。",
    "{value} {unit} is too small for this (at least {limit} {unit}); check the reading and its unit.",
)
ANGLE_RANGE = Text(
    "角度 {value}° 超出范围({low}° 到 {high}°);请核对读数和单位。",
    "The angle {value}° is out of range ({low}° to {high}°); check the reading and its unit.",
)
DUPLICATE_ROOM = Text(
    "房号 {number} 与第 {row} 行重复(同一楼栋、同一楼层);请改正其中一行。",
    "Room {number} is the one of row {row} again (same building, same storey); correct one of the two.",
)
DUPLICATE_ELSEWHERE = Text(
    "房号 {number} 与 {place} 重复(同一楼栋、同一楼层);请改正其中一行。",
    "Room {number} is the one of {place} again (same building, same storey); correct one of the two.",
)
UNKNOWN_ROOM = Text(
    "房间表里没有房号 {number};请改正房号或在房间表里补上。",
    "The sheet of rooms has no room {number}; correct the number or add the room there.",
)
SEVERAL_ROOMS = Text(
    "房间表里有 {count} 个房号 {number};请填写楼栋和楼层以区分。",
    "The sheet of rooms has {count} rooms {number}; fill in building and storey to tell them apart.",
)
PARTLY_NAMED = Text(
    "其他行都写了{column_zh},这一行没有;请补上。",
    "Other rows name the {column_en} and this one does not; fill it in.",
)
HALF_A_RECTANGLE = Text(
    "长和宽只填了一个;请两个都填,或都留空并在“距离”表里逐墙填写。",
    "Only one of length and width is given; give both, or leave both empty and list the walls in the sheet "
    "“Distances”.",
)
MEASURED_TWICE = Text(
    "房间 {number} 既填了长和宽,又在“{sheet}”表里有观测;请只保留一种。",
    "Room {number} has length and width and rows in the sheet “{sheet}” as well; keep one of the two.",
)
UNKNOWN_CORNER = Text(
    "房间 {number} 的转角顺序({corners})里没有“{corner}”。",
    "“{corner}” is none of the corners of room {number} ({corners}).",
)
TOO_FEW_CORNERS = Text(
    "房间 {number} 只有 {count} 个转角;至少要有 3 个。",
    "Room {number} has {count} corners; there are at least 3.",
)
TOO_MANY_CORNERS = Text(
    "房间 {number} 有 {count} 个转角,超过 {limit} 个;请核对转角名称。",
    "Room {number} has {count} corners, more than {limit}; check their names.",
)
REPEATED_CORNER = Text("转角“{corner}”写了两次。", "The corner “{corner}” is listed twice.")
SAME_END = Text("起点和终点相同。", "From and to are the same.")
UNKNOWN_TURN = Text(
    "“{value}”不是转向;请写“顺时针”或“逆时针”。",
    "“{value}” is no direction; write clockwise or counter-clockwise.",
)
UNKNOWN_YES = Text("“{value}”不是“是”或“否”。", "“{value}” is neither yes nor no.")
UNKNOWN_KIND = Text(
    "不认识类型“{value}”;可用:{known_zh}。",
    "The kind “{value}” is not known; use one of: {known_en}.",
)
NO_SIZE = Text(
    "没有写尺寸;请填长和宽、直径或面积。",
    "No size is given; write length and width, a diameter or an area.",
)
NO_DISTANCE = Text(
    "没有距离;请填斜距(和竖直角)或平距。",
    "There is no distance; write the slope distance (with a vertical angle) or the horizontal distance.",
)
ONE_FACE = Text(
    "盘右只填了水平角或天顶距中的一个;请两个都填或都留空。",
    "Of the second face only one angle is given; give both or neither.",
)
FACES_DISAGREE = Text(
    "盘左盘右相差 {value}′,超出 {limit}′;请核对读数。",
    "The two faces disagree by {value}′, more than {limit}′; check the readings.",
)


def why_no_day(error: ValueError, value: object) -> Text:
    """Return why a cell is no date of measurement (errors of ``bim_import.survey.dates``)."""
    if isinstance(error, ImpossibleDayError):
        return IMPOSSIBLE_DAY.format(value=error)
    return NOT_A_DAY.format(value=shown(value))
