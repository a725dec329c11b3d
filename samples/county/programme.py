"""What lies where: the five blocks, their storeys, and the rooms of every bay. Data only; the outlines follow from it.

A *cell* spans one or more bays on one side of the corridor and is divided into *parts* by partitions square to the
corridor; a part may be divided again by a partition along the corridor (``behind``). Bays not named here are offices,
divided by the patterns of the block in turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Side = Literal["low", "high"]  # inner or south side of the corridor; outer or north side


@dataclass(frozen=True)
class Part:
    """One room of a cell; ``share`` is its share of the cell's length, measured between partition axes.

    ``behind`` is the room cut off at the outer wall, entered through this one, and ``behind_m`` its clear depth.
    ``through`` says that the only door is to the part beside it in the cell (−1 before, +1 after): a private suite.
    ``shaft`` puts a walled pipe shaft into the corner at the outer wall, on the side of the part before (−1) or after.
    """

    share: float
    name: str
    behind: str = ""
    behind_m: float = 0.0
    through: int = 0
    shaft: int = 0
    open_front: bool = False


@dataclass(frozen=True)
class Cell:
    """Parts over the bays ``first`` … ``last``."""

    first: int
    last: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class StoreyProgramme:
    """The cells of one storey that are not plain offices."""

    low: tuple[Cell, ...] = ()
    high: tuple[Cell, ...] = ()
    attic: bool = False


@dataclass(frozen=True)
class BlockProgramme:
    """One block: ``origin_m``/``rotation_deg`` place its frame on the site, ``levels_m`` are the lines across it."""

    letter: str
    name: str
    bays: int
    storey_heights_m: tuple[float, ...]
    storeys: tuple[StoreyProgramme, ...]
    patterns: dict[Side, tuple[tuple[float, ...], ...]]
    origin_m: tuple[float, float, float]
    rotation_deg: float
    core_low: tuple[Cell, ...] = ()
    core_high: tuple[Cell, ...] = ()
    free_columns: dict[int, tuple[tuple[float, float, float], ...]] = field(default_factory=dict)


OFFICE = "办公室"
STAIR = "楼梯间"
VOID = "门厅上空"
HALL = "门厅"
LIFT = "电梯井"
LIFT_LOBBY = "电梯厅"
SHAFT = "管道井"
CORRIDOR = "走廊"
MEN = "男卫生间"
WOMEN = "女卫生间"


def room(first: int, last: int, name: str) -> Cell:
    """Return a cell that is one room."""
    return Cell(first, last, (Part(1.0, name),))


def split(first: int, last: int, *parts: tuple[float, str]) -> Cell:
    """Return a cell of plain parts."""
    return Cell(first, last, tuple(Part(share, name) for share, name in parts))


def suite(first: int, title: str, *, mirrored: bool = False) -> Cell:
    """Return two bays for one leader: a one-bay office, its rest room with a toilet behind, and a secretary's office.

    The rest room and the toilet can only be reached through the office.
    """
    office = Part(0.5, f"{title}办公室")
    rest = Part(0.25, f"{title}休息室", behind="卫生间", behind_m=1.9, through=1 if mirrored else -1)
    secretary = Part(0.25, "秘书室")
    return Cell(first, first + 1, (secretary, rest, office) if mirrored else (office, rest, secretary))


MAIN_CORE_HIGH = (
    Cell(4, 4, (Part(0.5, MEN, shaft=-1), Part(0.5, WOMEN))),
    Cell(9, 9, (Part(0.5, STAIR), Part(0.5, LIFT_LOBBY, behind=LIFT, behind_m=2.3, open_front=True))),
    split(10, 10, (0.32, "开水间"), (0.68, "文印室")),
    Cell(15, 15, (Part(0.5, MEN), Part(0.5, WOMEN, shaft=1))),
)


def _main_ends(at_start: str, at_end: str) -> tuple[Cell, ...]:
    return (split(0, 0, (0.5, STAIR), (0.5, at_start)), split(19, 19, (0.5, at_end), (0.5, STAIR)))


MAIN = BlockProgramme(
    letter="A",
    name="主楼",
    bays=20,
    storey_heights_m=(4.2, 3.6, 3.6, 3.6, 3.6, 3.6),
    origin_m=(0.0, 0.0, 0.0),
    rotation_deg=0.0,
    core_high=MAIN_CORE_HIGH,
    patterns={
        "high": ((0.5, 0.5), (0.6, 0.4), (1 / 3, 1 / 3, 1 / 3), (0.5, 0.5), (1.0,), (0.4, 0.6), (1 / 3, 1 / 3, 1 / 3)),
        "low": ((0.4, 0.6), (0.5, 0.5), (0.5, 0.5), (0.6, 0.4), (1.0,), (0.5, 0.5), (0.4, 0.6)),
    },
    free_columns={0: ((10.0, -2.0, 2.4), (10.0, 2.0, 2.4))},
    storeys=(
        StoreyProgramme(
            high=(
                *_main_ends("收发室", "值班室"),
                split(1, 1, (0.5, "消防控制室"), (0.5, "安防监控室")),
                room(5, 6, "第一会议室"),
                room(11, 12, "综合档案室"),
                room(16, 16, "医务室"),
                room(17, 18, "变配电室"),
            ),
            low=(
                room(9, 10, HALL),
                split(0, 0, (0.5, "警卫室"), (0.5, "物业管理用房")),
                room(8, 8, "总值班室"),
                split(19, 19, (0.5, "储藏室"), (0.5, "工勤人员休息用房")),
            ),
        ),
        StoreyProgramme(
            high=(
                *_main_ends("储藏室", "通信机房"),
                room(5, 6, "第二会议室"),
                room(12, 12, "第三会议室"),
                room(13, 14, "图书资料室"),
            ),
            low=(room(9, 10, VOID), room(7, 8, "接待室")),
        ),
        StoreyProgramme(
            high=(
                *_main_ends("值班室", "储藏室"),
                suite(1, "县委书记"),
                room(3, 3, "副书记办公室"),
                suite(5, "县长"),
                room(7, 7, "第四会议室"),
                suite(11, "县人大常委会主任", mirrored=True),
                room(13, 13, "第五会议室"),
                room(14, 14, "常务副县长办公室"),
                suite(16, "县政协主席", mirrored=True),
            ),
            low=(
                room(9, 10, "常委会议室"),
                split(0, 0, (0.5, "机要保密室"), (0.5, "机要室")),
                room(4, 4, "组织部部长办公室"),
                room(15, 15, "纪委书记办公室"),
            ),
        ),
        StoreyProgramme(
            high=(
                *_main_ends("储藏室", "储藏室"),
                room(5, 6, "第六会议室"),
                room(16, 17, "人事档案室"),
                room(3, 3, "副县长办公室"),
            ),
            low=(room(9, 10, "政府常务会议室"), room(0, 0, "机要文件室"), room(14, 14, "副县长办公室")),
        ),
        StoreyProgramme(
            high=(
                *_main_ends("储藏室", "储藏室"),
                room(12, 13, "第七会议室"),
                room(16, 16, "机关信息网络机房"),
                suite(6, "县政府党组副书记"),
            ),
            low=(room(9, 9, "第八会议室"), room(19, 19, "档案库房")),
        ),
        StoreyProgramme(
            high=(
                *_main_ends("电梯机房", "储藏室"),
                room(1, 1, "水箱间"),
                room(5, 8, "大会议室"),
                room(11, 11, "图书阅览室"),
                room(18, 18, "空调机房"),
            ),
            low=(room(9, 10, "多功能会议室"),),
        ),
    ),
)


def _annex_core(last_bay: int, beside_stair: str = "开水间") -> tuple[Cell, ...]:
    return (
        split(0, 0, (0.5, STAIR), (0.5, beside_stair)),
        split(last_bay, last_bay, (0.28, MEN), (0.28, WOMEN), (0.44, STAIR)),
    )


_ANNEX_PATTERNS: dict[Side, tuple[tuple[float, ...], ...]] = {
    "low": ((0.5, 0.5), (0.4, 0.6), (0.5, 0.5), (1.0,), (0.5, 0.5), (1 / 3, 1 / 3, 1 / 3)),
    "high": ((0.4, 0.6), (0.5, 0.5), (0.6, 0.4), (0.5, 0.5), (1.0,), (0.5, 0.5)),
}

ANNEXES = (
    BlockProgramme(
        letter="B",
        name="附楼一",
        bays=8,
        storey_heights_m=(3.9, 3.6, 3.6),
        origin_m=(-82.0, -8.0, 0.0),
        rotation_deg=3.0,
        core_high=_annex_core(7),
        patterns=_ANNEX_PATTERNS,
        free_columns={0: ((3.0, 0.0, 2.7), (4.0, 0.0, 2.7), (5.0, 0.0, 2.7))},
        storeys=(
            StoreyProgramme(
                low=(room(2, 5, "政务服务大厅"), room(6, 6, "附楼一第一会议室"), room(0, 0, "档案室")),
                high=(split(5, 5, (0.5, "储藏室"), (0.5, "文印室")),),
            ),
            StoreyProgramme(low=(room(4, 5, "附楼一第二会议室"),), high=(room(6, 6, "业务档案室"),)),
            StoreyProgramme(low=(room(0, 1, "附楼一第三会议室"),), high=(split(6, 6, (0.5, "储藏室"), (0.5, OFFICE)),)),
        ),
    ),
    BlockProgramme(
        letter="C",
        name="附楼二",
        bays=8,
        storey_heights_m=(3.9, 3.6, 3.6),
        origin_m=(22.0, -6.0, 0.0),
        rotation_deg=-3.0,
        core_high=_annex_core(7),
        patterns=_ANNEX_PATTERNS,
        free_columns={2: ((2.0, 0.0, 2.7), (3.0, 0.0, 2.7), (4.0, 0.0, 2.7))},
        storeys=(
            StoreyProgramme(
                low=(room(0, 4, "食堂"), room(5, 6, "厨房"), room(7, 7, "储藏室")),
                high=(room(1, 1, "锅炉房"), room(2, 2, "换热站"), split(6, 6, (0.5, "物业用房"), (0.5, "储藏室"))),
            ),
            StoreyProgramme(low=(room(2, 3, "附楼二第一会议室"),), high=(room(6, 6, "档案室"),)),
            StoreyProgramme(
                low=(room(1, 4, "附楼二多功能会议室"),), high=(split(6, 6, (0.5, "文印室"), (0.5, "储藏室")),)
            ),
        ),
    ),
    BlockProgramme(
        letter="D",
        name="附楼三",
        bays=6,
        storey_heights_m=(3.9, 3.6, 3.6),
        origin_m=(-66.0, -46.0, -0.6),
        rotation_deg=3.0,
        core_high=_annex_core(5),
        patterns=_ANNEX_PATTERNS,
        storeys=(
            StoreyProgramme(
                low=(room(0, 0, "水泵房"), room(1, 1, "空调机房"), room(2, 2, "变配电室"), room(5, 5, "值班室")),
                high=(room(3, 3, "中水处理间"),),
            ),
            StoreyProgramme(low=(room(3, 3, "附楼三第一会议室"),), high=(split(4, 4, (0.5, "储藏室"), (0.5, OFFICE)),)),
            StoreyProgramme(low=(room(3, 3, "附楼三第二会议室"), room(0, 0, "档案室"))),
        ),
    ),
    BlockProgramme(
        letter="E",
        name="附楼四",
        bays=6,
        storey_heights_m=(3.9, 3.6, 3.6),
        origin_m=(20.0, -42.0, 0.3),
        rotation_deg=-3.0,
        core_high=_annex_core(5),
        patterns=_ANNEX_PATTERNS,
        storeys=(
            StoreyProgramme(
                low=(room(3, 4, "附楼四第一会议室"), room(0, 0, "医疗保健室")), high=(room(3, 3, "收发室"),)
            ),
            StoreyProgramme(
                low=(room(0, 1, "附楼四第二会议室"),), high=(split(3, 3, (0.5, "储藏室"), (0.5, "文印室")),)
            ),
            StoreyProgramme(
                low=(room(0, 2, "档案库房"), room(5, 5, "储藏室")), high=(room(3, 3, "空调机房"),), attic=True
            ),
        ),
    ),
)

BLOCKS = (MAIN, *ANNEXES)
