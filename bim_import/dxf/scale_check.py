"""Does the scale of a drawing fit what is written in it: areas in rooms against their outlines, widths of doors.

A drawing whose labels all differ by one factor is drawn in another unit or at another scale than it says; that is said,
with the factor, and never applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from bim_import.dxf.contents import Stroke
from bim_import.dxf.plan_lines import PlanLines
from bim_import.dxf.units import BY_NAME, CHOICES, Unit
from geometry.differences import with_differences
from geometry.finding import Finding, Text
from geometry.plan import Model, Space
from geometry.tolerances import DECLARED_SHARE, ROOM_AREA_M2

AGREE_SHARE = 0.02  # of their median by which quotients that come from one scale may differ
MOST = 0.8  # of the labelled rooms that have to share a quotient
ALONE = 4.0  # a single label is believed against its outline from this quotient on
NEAR = (0.5, 2.0)  # quotients within which walls may be the whole difference
DOOR_M = (0.55, 1.6)  # between the narrowest and the widest single leaf of ordinary doors

FACTOR = Text(
    "图中写明的面积与按“{unit}”量得的面积成同一比例:{rooms} 个房间的比值都约为 {ratio:.4g},即长度应乘以 {factor:.4g}。"
    "{maybe}面积未作修改,不可直接采用;请核对单位后用 --unit 重新导入。",
    "The areas written in the drawing and those measured in {unit} differ by one factor: in {rooms} rooms the quotient "
    "is about {ratio:.4g}, as if lengths had to be multiplied by {factor:.4g}. {maybe}Nothing was changed; do not rely "
    "on the areas, check the unit and import again with --unit.",
)
MAYBE = Text("与单位为{unit}相符。", "That fits a drawing in {unit}. ")
SCALED = Text("不像单位问题,可能是按比例缩放过的图。", "No unit explains it; the drawing may have been scaled. ")
ROOM = Text(
    "图中写的面积为 {declared_m2:.2f} m²,按图量得 {computed_m2:.4g} m²:全图同此比例,单位或比例可疑,面积不可直接采用。",
    "{declared_m2:.2f} m² are written in this room and {computed_m2:.4g} m² are measured: the whole drawing shares "
    "this factor, so its unit or scale is doubtful and the area cannot be relied on.",
)
DOORS = Text(
    "图中门扇宽度中位数为 {width:.4g} 米,不像真实的门;单位“{unit}”可疑。{maybe_zh}请核对后用 --unit 重新导入。",
    "Door leaves in the drawing are {width:.4g} m wide at the median, which no door is; the unit ({unit}) is doubtful. "
    "{maybe_en}Check it and import again with --unit.",
)
FITTING = Text("若以{zh}为单位则合理。", "In {en} they would be. ")
SIZE = Text(
    "房间面积中位数为 {area:.4g} m²,不像真实的房间;单位“{unit}”可疑,请核对后用 --unit 重新导入。",
    "Rooms measure {area:.4g} m² at the median, which no room does; the unit ({unit}) is doubtful. Check it and import "
    "again with --unit.",
)


@dataclass(frozen=True, slots=True)
class LabelScale:
    """How the areas written in rooms compare with their outlines: common quotient and number of rooms that share it."""

    ratio: float
    rooms: int
    of: int

    @property
    def factor(self) -> float:
        """Return by what lengths would have to be multiplied for the labels to be right."""
        return float(np.sqrt(self.ratio))

    @property
    def agrees(self) -> bool:
        """Whether the labels say what was measured."""
        return abs(self.ratio - 1) <= DECLARED_SHARE


def label_scale(spaces: Sequence[Space]) -> LabelScale | None:
    """Return the quotient declared / measured that most labelled rooms share, None where they share none."""
    labelled = [s for s in spaces if len(s.declared) == 1 and s.outline.area > 0]
    ratios = np.array([s.declared[0].area_m2 / s.outline.area for s in labelled])
    if not len(ratios):
        return None  # nothing is written
    near = np.abs(ratios[:, None] / ratios[None, :] - 1) <= AGREE_SHARE
    best = int(np.argmax(near.sum(axis=1)))
    shared = ratios[near[best]]
    scale = LabelScale(float(np.median(shared)), len(shared), len(ratios))
    by_chance = len(ratios) == 1 and 1 / ALONE < scale.ratio < ALONE and not scale.agrees
    return None if by_chance or len(shared) < MOST * len(ratios) else scale


def check_scale(model: Model, unit: Unit, lines: PlanLines) -> tuple[Model, list[Finding]]:
    """Return the model with declared areas compared, and ``unit-suspect`` where the scale of all of it is doubtful."""
    spaces = model.spaces()
    scale = label_scale(spaces)
    if scale is not None and not scale.agrees and abs(scale.ratio - 1) > AGREE_SHARE:
        likely = unit_that_fits(unit, scale.factor)
        words = {"rooms": scale.rooms, "ratio": scale.ratio, "factor": scale.factor}
        maybe = named(MAYBE, likely) if likely else SCALED
        reason = Text(
            FACTOR.zh.format(unit=unit.text.zh, maybe=maybe.zh, **words),
            FACTOR.en.format(unit=unit.text.en, maybe=maybe.en, **words),
        )
        evidence = {**words, "of": scale.of, "unit": unit.name, "fits_unit": likely.name if likely else None}
        explained = with_differences(model) if NEAR[0] < scale.ratio < NEAR[1] else None
        if explained is None or not _is_explained(explained):
            return _suspected(model), [Finding("unit-suspect", "", "warning", reason, evidence)]
    return with_differences(model), [*_doors(unit, lines), *_sizes(unit, spaces)]


def named(text: Text, unit: Unit, **words: object) -> Text:
    """Return both sentences with a unit called by its name in each language."""
    return Text(text.zh.format(unit=unit.text.zh, **words), text.en.format(unit=unit.text.en, **words))


def _is_explained(model: Model) -> bool:
    """Return whether walls explain most of the differences: areas measured to their middle share a quotient too."""
    causes = [f.evidence.get("cause") for s in model.spaces() for f in s.findings if f.code == "declared-differs"]
    return 2 * sum(c in ("wall-centre", "wall-overlap") for c in causes) > len(causes)


def unit_that_fits(unit: Unit, factor: float) -> Unit | None:
    """Return the unit whose length is ``factor`` times that of ``unit``, None if there is none among the usual ones."""
    for name in CHOICES:
        if abs(BY_NAME[name].metres / (unit.metres * factor) - 1) <= AGREE_SHARE / 2:
            return BY_NAME[name]
    return None


def leaf_width_m(strokes: Sequence[Stroke]) -> float | None:
    """Return the median radius of the door swings among strokes, None where fewer than two are drawn."""
    radii = [float(np.hypot(*(s.leaf[1] - s.leaf[0]))) for s in strokes if s.leaf is not None]
    return median(radii) if len(radii) > 1 else None


def _suspected(model: Model) -> Model:
    """Return the model in which every labelled room says that its label contradicts its outline."""

    def said(space: Space) -> Space:
        found = [
            Finding(
                "declared-differs",
                space.id,
                "warning",
                ROOM.format(declared_m2=d.area_m2, computed_m2=space.outline.area),
                {
                    "cause": "unit",
                    "suspect": "geometry",
                    "declared": d.name,
                    "kind": d.kind,
                    "declared_m2": d.area_m2,
                    "computed_m2": space.outline.area,
                    "ratio": d.area_m2 / space.outline.area,
                },
            )
            for d in space.declared
            if abs(d.area_m2 / space.outline.area - 1) > DECLARED_SHARE
        ]
        return replace(space, findings=(*space.findings, *found))

    return replace(
        model,
        buildings=tuple(
            replace(b, storeys=tuple(replace(s, spaces=tuple(map(said, s.spaces))) for s in b.storeys))
            for b in model.buildings
        ),
    )


def _doors(unit: Unit, lines: PlanLines) -> list[Finding]:
    width = leaf_width_m(lines.openings)
    if width is None or DOOR_M[0] <= width <= DOOR_M[1]:
        return []
    fitting = [u for u in (BY_NAME[n] for n in CHOICES[:6]) if DOOR_M[0] <= width * u.metres / unit.metres <= DOOR_M[1]]
    zh, en = "、".join(u.text.zh for u in fitting), " or ".join(u.text.en for u in fitting)
    maybe = FITTING.format(zh=zh, en=en) if fitting else Text("", "")
    reason = named(DOORS, unit, width=width, maybe_zh=maybe.zh, maybe_en=maybe.en)
    return [Finding("unit-suspect", "", "warning", reason, {"leaf_m": width, "fits_units": [u.name for u in fitting]})]


def _sizes(unit: Unit, spaces: Sequence[Space]) -> list[Finding]:
    if not spaces:
        return []
    area = median(s.outline.area for s in spaces)
    if ROOM_AREA_M2[0] <= area <= ROOM_AREA_M2[1]:
        return []
    reason = named(SIZE, unit, area=area)
    return [Finding("unit-suspect", "", "warning", reason, {"median_area_m2": area, "unit": unit.name})]
