"""What is wrong with a roster, row by row: where, which value, why, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from geometry.finding import Text
from service.allocation.roster_columns import Heading, column_letters

MOST_PROBLEMS = 1000

REQUIRED = Text("不能为空。", "This may not be empty.")
FORMULA = Text(
    "是公式而没有保存结果;请在表格软件中重新计算并保存,或填入数值。",
    "This is a formula without a saved result; let the spreadsheet program calculate and save, or enter the value.",
)
NO_UNIT = Text("名册中没有这个单位。", "There is no such org unit in the roster.")
NO_OCCUPANT = Text("名册中没有这个人。", "There is no such person in the roster.")
SEVERAL_OCCUPANTS = Text("有几个人叫这个名字;请填写人员编号。", "Several people have this name; give the staff number.")
NO_SUCH_ROOM = Text("建筑中没有这个房间。", "There is no such room in the building.")
SEVERAL_ROOMS = Text(
    "有几个房间是这个号码({where});请补充楼栋或楼层。",
    "Several rooms have this number ({where}); add building or storey.",
)
ENDS_FIRST = Text("结束日期早于起始日期 {starts}。", "It ends before it starts, on {starts}.")
DUPLICATE_UNIT = Text("与第 {row} 行的单位重复。", "The org unit stands in row {row} already.")
DUPLICATE_POST = Text("与第 {row} 行的人员和任职重复。", "The person and post stand in row {row} already.")
DUPLICATE_USE = Text(
    "与第 {row} 行重复:同一房间、同一使用人。", "Row {row} gives the same room to the same user already."
)
OTHER_NAME = Text("第 {row} 行的同一编号是另一个人。", "The same number belongs to another person in row {row}.")
TWO_MAIN_POSTS = Text(
    "与第 {row} 行同时为主职;请只留一个主职。", "Row {row} is a main post at the same time; keep only one main post."
)
TOTAL_DIFFERS = Text("编制总数 {total} 与各级之和 {sum} 不符。", "The total of {total} is not the {sum} of the levels.")
OWN_PARENT = Text("单位不能是自己的上级。", "An org unit cannot be its own parent.")
NOBODY_USES = Text("没有使用人,也没有使用单位。", "Neither a person nor an org unit uses the room.")
NO_LEVEL_OF_ORGAN = Text(
    "没有机关级别;请填写,或在命令中用 --organ 指定。",
    "No organ level is given; fill it in, or choose one with --organ.",
)
NOTHING_READ = Text(
    "没有找到名册的表头(如 姓名、职级、房间号);请使用模板。",
    "No headings of a roster were found (such as name, level, room); use the template.",
)


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """One fault: sheet, row from 1, column as letters with its heading ("" for the whole row), the value as written."""

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    reason: Text

    @property
    def sentence(self) -> Text:
        """Return place, value and reason in one line."""
        zh = f"{self.sheet} 第 {self.row} 行"
        en = f"{self.sheet}, row {self.row}"
        if self.column:
            zh, en = f"{zh} {self.column} 列「{self.heading}」", f"{en}, column {self.column} ({self.heading})"
        if self.value:
            zh, en = f"{zh} {self.value}", f"{en}, {self.value}"
        return Text(f"{zh}:{self.reason.zh}", f"{en}: {self.reason.en}")


class RosterError(Exception):
    """A roster has faults and nothing of it is taken over; ``problems`` has them in the order of the file."""

    def __init__(self, problems: tuple[RosterProblem, ...]) -> None:
        super().__init__("; ".join(problem.sentence.en for problem in problems[:3]))
        self.problems = problems


class Problems:
    """Collects faults up to a number that a person can still use."""

    def __init__(self) -> None:
        self.found: list[RosterProblem] = []

    def add(self, sheet: str, row: int, heading: Heading | None, value: str, reason: Text) -> None:
        """Note one fault."""
        if len(self.found) < MOST_PROBLEMS:
            letters, written = (column_letters(heading.column), heading.written) if heading else ("", "")
            self.found.append(RosterProblem(sheet, row, letters, written, value, reason))

    def distinct(self) -> tuple[RosterProblem, ...]:
        """Return every fault once: a combined table is read several times."""
        return tuple(dict.fromkeys(self.found))
