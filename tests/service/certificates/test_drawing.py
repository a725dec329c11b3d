from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest
import shapely
from shapely import Polygon

from geometry.frame import to_crs
from geometry.plan import Frame
from service.certificates.document import to_json
from service.certificates.drawing import LANDSCAPE_MM, PORTRAIT_MM, SCALES, draw, north_deg, sides
from tests.service.certificates.rooms import GEOREFERENCE, any_outline, arc_room, document, l_room, rectangle


@pytest.mark.parametrize("seed", range(40))
def test_the_drawing_is_the_room_at_its_scale(seed: int) -> None:
    written = to_json(document(seed, outline=any_outline(random.Random(seed)), elements=()))
    sheet = draw(written)
    rings = sheet.content["outline"]
    drawn = Polygon(rings[0], rings[1:])
    assert drawn.area == pytest.approx(written["gross_area_m2"] * 1e6 / sheet.scale**2, rel=1e-3)
    page = LANDSCAPE_MM if sheet.landscape else PORTRAIT_MM
    assert sheet.width_mm <= page[0]
    assert sheet.height_mm <= page[1]
    assert drawn.within(shapely.box(0, 0, sheet.width_mm, sheet.height_mm))


@pytest.mark.parametrize("seed", range(20))
def test_a_larger_scale_would_not_fit(seed: int) -> None:
    sheet = draw(to_json(document(seed, elements=())))
    smaller = SCALES[SCALES.index(sheet.scale) - 1]
    page = LANDSCAPE_MM if sheet.landscape else PORTRAIT_MM
    grown = [(size - 22.0) * sheet.scale / smaller + 22.0 for size in (sheet.width_mm, sheet.height_mm)]
    assert grown[0] > page[0] or grown[1] > page[1]


def test_every_long_side_carries_its_length_outside_of_the_room() -> None:
    sheet = draw(to_json(document(1, outline=l_room(), elements=())))
    room = Polygon(sheet.content["outline"][0])
    told = sheet.content["dimensions"]
    assert sorted(side["text"] for side in told) == ["3.300", "3.600", "3.600", "3.600", "6.900", "7.200"]
    assert not any(room.contains(shapely.Point(side["at"])) for side in told)
    assert all(room.contains(shapely.Point(corner["label_at"])) for corner in sheet.content["corners"])


def test_an_arc_carries_the_sum_of_its_chords() -> None:
    written = to_json(document(1, outline=arc_room(60), elements=()))
    texts = [side["text"] for side in draw(written).content["dimensions"]]
    chord = 2 * 24.0 * math.sin(0.25 / 60)
    assert any(text.endswith(f"Σ {60 * chord:.3f}") for text in texts)
    assert len(texts) == 4


def test_text_reads_from_below_or_from_the_right() -> None:
    for turn in range(0, 360, 15):
        outline = shapely.affinity.rotate(rectangle(6.0, 4.0), turn)
        for side in draw(to_json(document(1, outline=outline, elements=()))).content["dimensions"]:
            assert -90.0 <= side["angle_deg"] < 90.0


def test_sides_are_numbered_through_all_rings_and_close_each() -> None:
    outline = Polygon(rectangle(8.0, 6.0).exterior, [rectangle(1.0, 2.0, 3.0, 2.0).exterior])
    found = sides(to_json(document(1, outline=outline, elements=()))["outline"])
    assert [(side.start, side.end) for side in found] == [
        (1, 2),
        (2, 3),
        (3, 4),
        (4, 1),
        (5, 6),
        (6, 7),
        (7, 8),
        (8, 5),
    ]
    assert sum(side.length_m for side in found) == pytest.approx(outline.length)


@pytest.mark.parametrize("rotation_rad", [0.0, 0.4, -1.2, 3.0])
def test_north_is_where_the_map_has_it(rotation_rad: float) -> None:
    frame = Frame((0.0, 0.0), replace(GEOREFERENCE, rotation_rad=rotation_rad))
    found = north_deg(to_json(document(1, frame=frame))["frame"])
    assert found is not None
    x, y = -math.sin(math.radians(found)), math.cos(math.radians(found))
    tip, foot = (
        to_crs(rectangle(0.1, 0.1, px, py), frame, "EPSG:4547").centroid for px, py in ((10 * x, 10 * y), (0, 0))
    )
    assert tip.x - foot.x == pytest.approx(0.0, abs=1e-6)
    assert tip.y > foot.y
    assert north_deg({"georeference": None}) is None


@pytest.mark.parametrize(("width_m", "depth_m"), [(0.3, 0.3), (1.0, 60.0), (400.0, 300.0)])
def test_a_cupboard_and_a_hall_both_fit_the_page(width_m: float, depth_m: float) -> None:
    sheet = draw(to_json(document(1, outline=rectangle(width_m, depth_m), elements=())))
    assert sheet.scale in SCALES
    assert 28.0 <= sheet.content["bar"]["mm"] <= 70.0
    assert float(sheet.content["bar"]["metres"]) * 1000 / sheet.scale == pytest.approx(sheet.content["bar"]["mm"])
