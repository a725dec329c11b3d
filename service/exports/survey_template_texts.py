"""What the survey template says to the surveyor, and the examples it shows."""

from __future__ import annotations

from bim_import.survey.words import SheetId
from geometry.finding import Text

INSTRUCTIONS = (
    Text(
        "矩形房间:在“房间”表每间一行,填长和宽(墙面到墙面)。再量一次对边或一条对角线,面积的不确定度会更可靠。",
        "Rectangular rooms: one row each in the sheet “Rooms” with length and width, wall face to wall face. A "
        "second "
        "length or a diagonal makes the stated uncertainty of the area much more reliable.",
    ),
    Text(
        "其他房间:沿墙依次给墙角编号 1、2、3 …(从上往下看逆时针),墙 k 从角 k 到角 k+1。在“距离”表逐墙填写,每面墙一行。",
        "Other rooms: number the corners 1, 2, 3 … along the walls (counter-clockwise seen from above); wall k "
        "runs from "
        "corner k to k+1. List every wall in the sheet “Distances”, one row each.",
    ),
    Text(
        "只有墙长不能确定四个以上墙角的形状:n 个墙角需要 n−3 条对角线或角度,或在“直角”列写“是”。"
        "凸入房间的角写在“阳角”列。",
        "Wall lengths alone do not fix a room of more than three corners: n corners need n−3 diagonals or angles, "
        "or a "
        "“Yes” in the column “Right angles”. Corners that jut into the room go into “Reflex corners”.",
    ),
    Text(
        "重复读数写在“读数2”“读数3”列。单位写在列标题或“单位”列(m、cm、mm;deg、gon、dms)。数值必须是读数,"
        "不要用公式,不要合并单元格。",
        "Repeated readings go into “Reading 2” and “Reading 3”. Units stand in the heading or in the column “Unit” "
        "(m, cm, "
        "mm; deg, gon, dms). Values are readings: no formulas, no merged cells.",
    ),
    Text(
        "“起点”“终点”可写墙角(1、A、角3)或墙(墙2、W2、A-B、南墙)。墙到墙是两面平行墙之间的垂直距离。",
        "“From” and “To” are corners (1, A, corner 3) or walls (W2, A-B, south wall). Wall to wall is the "
        "perpendicular "
        "distance between two parallel walls.",
    ),
    Text(
        "柱、墙垛、管井写在“扣减”表,只要尺寸,不要位置;是否扣减由计量依据决定。",
        "Columns, piers and shafts go into the sheet “Deductions” with their size; their place is not needed. "
        "Whether they "
        "are taken off is for the measurement basis to say.",
    ),
    Text(
        "橙色列必填。不用的列和工作表可以留空或删除。任何一行有误都不会导入,会指出工作表、行和列。",
        "Orange columns must be filled in. Columns and sheets that are not used may stay empty or be deleted. "
        "Nothing is "
        "imported while a row is wrong; sheet, row and column are named.",
    ),
)

EXAMPLES: tuple[tuple[SheetId, tuple[str, ...], tuple[tuple[object, ...], ...]], ...] = (
    (
        "rooms",
        ("storey", "number", "name", "length", "width", "diagonal", "corners", "square"),
        (
            ("3F", "301", "办公室 Office", 5.204, 4.106, 6.629, "", ""),
            ("3F", "302", "会议室 Meeting room", "", "", "", "A B C D E F", "是 Yes"),
        ),
    ),
    (
        "distances",
        ("number", "from", "to", "value", "reading_2", "unit", "instrument"),
        (
            ("302", "A", "B", 6.012, 6.013, "m", "Leica DISTO"),
            ("302", "B", "C", 3.004, "", "m", "Leica DISTO"),
            ("302", "墙2", "墙4", 400.5, "", "cm", "Bosch GLM"),
        ),
    ),
    ("angles", ("number", "corner", "value", "unit"), (("302", "D", 270.2, "deg"), ("302", "A", "90°05'", "dms"))),
    (
        "obstacles",
        ("number", "kind", "length", "width", "count", "unit"),
        (("302", "柱 Column", 500, 500, 2, "mm"),),
    ),
)
