"""Why a line of a shot list cannot be taken: one sentence each."""

from __future__ import annotations

from geometry.finding import Text

BAD_NUMBER = Text("“{value}”不是数字。", "“{value}” is no number.")
OUT_OF_RANGE = Text(
    "{value} 超出可能的范围;请核对读数和单位。", "{value} is out of range; check the reading and its unit."
)
TOO_FEW_VALUES = Text(
    "这一行的数值比声明的列({columns})少。",
    "The line has fewer values than columns were declared ({columns}).",
)
STYLE = Text("不支持数据列“{what}”。", "The data column “{what}” is not supported.")
COLUMNS_MISSING = Text(
    "数据列里没有 from、to 和 tape,无法得到测量值。",
    "The declared columns lack from, to or tape, so there is nothing to measure.",
)
BAD_COMMAND = Text("这条命令写得不完整。", "The command is incomplete.")
BAD_CALIBRATION = Text("校准命令写得不对。", "The calibration is not written as it should be.")
BAD_UNIT = Text("不认识单位“{value}”。", "The unit “{value}” is not known.")
END_WITHOUT_BEGIN = Text("有 *end 而没有对应的 *begin。", "There is an *end without its *begin.")
