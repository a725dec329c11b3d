from __future__ import annotations

import math

import pytest
from shapely import MultiPolygon, Polygon, box
from shapely.affinity import rotate, translate

from geometry.difference_causes import Pattern, wall_centre_offset_m
from geometry.difference_surroundings import Surroundings
from geometry.differences import classify_all, classify_difference, settle_units, with_differences
from geometry.headroom import CeilingPlane, headroom_regions
from geometry.plan import Building, DeclaredArea, Element, HeadroomRegion, Model, Opening, Space, Storey
from geometry.region import Region
from tests.corpus import corpus_model, has_corpus

NAME = "Qto_SpaceBaseQuantities.GrossFloorArea"


def room(
    area_m2: float | None,
    outline: Region | None = None,
    *,
    number: str = "1",
    kind: str = "gross",
    headroom: tuple[HeadroomRegion, ...] = (),
    more: tuple[DeclaredArea, ...] = (),
) -> Space:
    outline = outline if outline is not None else box(0, 0, 5, 4)
    declared = () if area_m2 is None else (DeclaredArea(NAME, kind, area_m2),)  # type: ignore[arg-type]  # plain str in tests
    return Space(number, "s", number, "", "office", "modelled", outline, 0.0, 3.0, headroom, (*declared, *more))


def wall(outline: Region, *, thickness_m: float | None = None, subject: str = "w") -> Element:
    return Element(subject, "wall", "", outline, 0.0, 3.0, thickness_m)


def causes(*spaces: Space, **context: object) -> list[str]:
    found = classify_all(spaces, **context)  # type: ignore[arg-type]  # keyword pass-through
    return [f.evidence["cause"] for s in spaces for f in found.get(s.id, ())]


L_ROOM = Polygon([(0, 0), (6, 0), (6, 3), (3, 3), (3, 5), (0, 5)])
ROOM_WITH_HOLE = Polygon(box(0, 0, 8, 6).exterior, [box(3, 2, 4, 3).exterior.coords])
TWO_PARTS = MultiPolygon([box(0, 0, 3, 3), box(3, 3, 6, 6)])


@pytest.mark.parametrize("outline", [box(0, 0, 5, 4), L_ROOM, ROOM_WITH_HOLE, rotate(L_ROOM, 33.0)])
@pytest.mark.parametrize("offset_m", [0.02, 0.062, 0.12, 0.29])
def test_the_offset_that_reproduces_an_area_is_found(outline: Polygon, offset_m: float) -> None:
    area = outline.buffer(offset_m, join_style="mitre").area
    assert wall_centre_offset_m(outline, area) == pytest.approx(offset_m, abs=1e-6)


def test_parts_that_touch_at_a_point_are_offset_together() -> None:
    offset = wall_centre_offset_m(TWO_PARTS, 20.0)
    assert offset is not None
    assert TWO_PARTS.buffer(offset, join_style="mitre").area == pytest.approx(20.0, abs=1e-4)


def test_no_offset_is_offered_inward_or_beyond_every_wall() -> None:
    assert wall_centre_offset_m(box(0, 0, 5, 4), 19.0) is None
    assert wall_centre_offset_m(box(0, 0, 5, 4), 60.0) is None


@pytest.mark.parametrize("value_m2", [20.0, 19.81, 20.19])
def test_a_difference_below_one_percent_is_none(value_m2: float) -> None:
    assert causes(room(value_m2)) == []


def test_an_area_at_the_wall_centre_carries_its_offset() -> None:
    space = room(5.2 * 4.2)
    (finding,) = classify_all([space])[space.id]
    assert finding.code == "declared-differs"
    assert finding.evidence["cause"] == "wall-centre"
    assert finding.evidence["offset_m"] == pytest.approx(0.1, abs=1e-5)
    assert "0.100 m" in finding.reason.en
    assert "墙中线" in finding.reason.zh


def test_an_offset_beyond_the_walls_that_stand_there_is_no_wall_centre() -> None:
    thin = [wall(box(-0.1, 0, 0, 4)), wall(box(0, -0.1, 5, 0), subject="v")]
    assert causes(room(5.2 * 4.2), elements=thin) == ["unknown"]
    thick = [wall(box(-0.2, 0, 0, 4)), wall(box(0, -0.2, 5, 0), subject="v")]
    assert causes(room(5.2 * 4.2), elements=thick) == ["wall-centre"]


def test_the_wall_centres_of_other_rooms_judge_a_small_and_a_large_one() -> None:
    usual = [room((w + 0.12) * 4.12, box(0, 0, w, 4), number=str(w)) for w in (3, 4, 5, 6)]
    # 1 % of a hall is an offset of 0.019 m, alone too little for a wall.
    hall = box(0, 0, 80, 70)
    large = room(hall.buffer(0.019, join_style="mitre").area, hall, number="hall")
    small = room(1.12 * 1.12, box(0, 0, 1, 1), number="cupboard")
    assert causes(*usual, small) == ["wall-centre"] * 5
    assert classify_difference(large, large.declared[0]).evidence["cause"] == "unknown"
    told = classify_difference(large, large.declared[0], pattern=Pattern(offset_m=0.06))
    assert told.evidence["cause"] == "wall-centre"


def test_rooms_of_one_size_at_wall_centres_are_not_taken_for_a_factor() -> None:
    cells = [room(3.12 * 4.12, translate(box(0, 0, 3, 4), 4 * i), number=str(i)) for i in range(6)]
    assert causes(*cells) == ["wall-centre"] * 6


def test_one_quotient_for_rooms_of_all_sizes_is_a_national_factor() -> None:
    rooms = [room(w * 4 * 0.97, box(0, 0, w, 4), number=str(w), kind="net") for w in (2, 3, 5, 9)]
    found = classify_all(rooms)
    assert [f[0].evidence["cause"] for f in found.values()] == ["national-factor"] * 4
    assert found["2"][0].evidence["factor"] == 0.97
    assert found["2"][0].evidence["rooms"] == 4


def test_an_unusual_factor_needs_rooms_of_different_proportions() -> None:
    rooms = [room(round(w * 4 * 0.925, 2), box(0, 0, w, 4), number=str(w), kind="net") for w in (2, 3, 5, 9)]
    assert causes(*rooms) == ["national-factor"] * 4
    assert causes(room(20 * 0.925, kind="net")) == ["unknown"]


def attic() -> tuple[Region, tuple[HeadroomRegion, ...]]:
    # The published attic room: 3 m wide, slopes along both long sides down to the floor, height 2x.
    outline = box(0, 0, 3, 4)
    planes = [CeilingPlane(2.0, 0.0, 0.0), CeilingPlane(-2.0, 0.0, 6.0)]
    return outline, headroom_regions(outline, planes)


@pytest.mark.parametrize(
    ("value_m2", "height_m", "full_height_m"),
    [
        (6.0, 1.5, None),  # RICS NIA
        (4.0, 2.0, None),
        (5.4, 1.2, 2.1),  # GB 50096: 1.2-2.1 m by half
        (3.2, 2.2, None),
    ],
)
def test_the_attic_is_explained_by_its_cut_height(
    value_m2: float, height_m: float, full_height_m: float | None
) -> None:
    outline, regions = attic()
    space = room(value_m2, outline, kind="net", headroom=regions)
    (finding,) = classify_all([space])[space.id]
    assert finding.evidence["cause"] == "headroom"
    assert finding.evidence["height_m"] == height_m
    assert finding.evidence.get("full_height_m") == full_height_m
    assert finding.evidence["area_m2"] * finding.evidence["factor"] == pytest.approx(value_m2, rel=2e-3)


def test_headroom_may_come_with_the_factor_of_the_model() -> None:
    outline, regions = attic()
    flat = [room(w * 4 * 0.97, box(0, 0, w, 4), number=str(w), kind="net") for w in (2, 3, 5, 9)]
    space = room(3.2 * 0.97, outline, number="attic", kind="net", headroom=regions)
    finding = classify_all([*flat, space])["attic"][0]
    assert (finding.evidence["cause"], finding.evidence["factor"]) == ("headroom", 0.97)


def test_an_area_that_no_cut_gives_is_unknown() -> None:
    outline, regions = attic()
    assert causes(room(7.3, outline, kind="net", headroom=regions)) == ["unknown"]


def test_an_outline_inside_walls_is_explained_by_the_overlap() -> None:
    walls = [wall(box(-0.1, 0, 0.1, 4), subject="a"), wall(box(0, -0.1, 5, 0.1), subject="b")]
    overlap = 0.1 * 4 + 0.1 * 5 - 0.1 * 0.1
    space = room(20.0 - overlap)
    (finding,) = classify_all([space], elements=walls)[space.id]
    assert finding.evidence["cause"] == "wall-overlap"
    assert finding.evidence["overlap_m2"] == pytest.approx(overlap, abs=1e-6)
    assert sorted(finding.evidence["elements"]) == ["a", "b"]


def test_walls_of_another_storey_explain_nothing() -> None:
    above = Element("a", "wall", "", box(-0.1, 0, 0.4, 4), 3.2, 6.0)
    assert causes(room(20.0 - 1.6), elements=[above]) == ["unknown"]


def test_a_net_area_without_its_column_agrees() -> None:
    column = Element("c", "column", "", box(2, 2, 2.5, 2.5), 0.0, 3.0)
    assert causes(room(19.75, kind="net"), elements=[column]) == []
    assert causes(room(19.75), elements=[column]) == ["wall-overlap"]


def test_a_computed_net_area_settles_a_declared_one() -> None:
    assert causes(room(18.0, kind="net"), net_areas_m2={"1": (18.01,)}) == []
    assert causes(room(18.0, kind="gross"), net_areas_m2={"1": (18.01,)}) == ["unknown"]


def test_a_door_recess_counted_by_the_tool_is_found() -> None:
    door = Opening("d", "door", "", box(2, -0.2, 2.9, 0), 0.0, 2.1, width_m=0.9)
    space = room(4 * 2 + 0.9 * 0.11, box(0, 0, 4, 2))
    (finding,) = classify_all([space], openings=[door])[space.id]
    assert finding.evidence["cause"] == "wall-overlap"
    assert finding.evidence["overlap_m2"] == pytest.approx(0.099, abs=1e-6)
    assert finding.evidence["depth_m"] == pytest.approx(0.11, abs=1e-4)
    assert finding.evidence["elements"] == ["d"]


@pytest.mark.parametrize("factor", [1e6, 1e-6, 1e3, 1e-3, 1e4, 1e-4, 1 / 0.09290304, 0.09290304, 1550.0031])
def test_a_value_off_by_a_unit_is_settled_and_said(factor: float) -> None:
    rooms = [room(w * 4 * factor, box(0, 0, w, 4), number=str(w)) for w in (3, 4, 5)]
    settled, findings = settle_units(rooms)
    for space in settled:
        assert space.declared[0].area_m2 == pytest.approx(space.outline.area, rel=1e-6)
        (finding,) = findings[space.id]
        assert (finding.code, finding.evidence["cause"]) == ("declared-differs", "unit")
        assert finding.evidence["factor"] == pytest.approx(factor, rel=1e-6)
        assert f" {finding.evidence['stated_value']:.2f} m²" not in finding.reason.en
        assert f"{space.outline.area:.2f} m²" in finding.reason.en
    assert classify_all(settled) == {}


def test_a_unit_and_a_wall_centre_together_are_told_apart() -> None:
    spaces, findings = settle_units([room(5.2 * 4.2 * 1e6)])
    assert findings["1"][0].evidence["cause"] == "unit"
    assert causes(*spaces) == ["wall-centre"]


def test_a_single_room_declared_tenfold_is_not_read_in_feet() -> None:
    rooms = [room(w * 4, box(0, 0, w, 4), number=str(w)) for w in (3, 4, 5)]
    settled, findings = settle_units([*rooms, room(215.0, number="void")])
    assert findings == {}
    assert settled[-1].declared[0].area_m2 == 215.0


def test_outlines_of_no_plausible_size_are_suspected_instead() -> None:
    tiny = [room(20.0, box(0, 0, 0.005, 0.004), number=str(i)) for i in range(3)]
    settled, findings = settle_units(tiny)
    assert [s.declared[0].area_m2 for s in settled] == [20.0] * 3
    assert findings["0"][0].evidence["suspect"] == "geometry"


def test_area_without_a_kind_is_left_alone_once_a_gross_area_agrees() -> None:
    assert causes(room(20.0, more=(DeclaredArea("ArchiCADQuantities.Area", "unspecified", 40.0),))) == []
    assert causes(room(None, more=(DeclaredArea("ArchiCADQuantities.Area", "unspecified", 40.0),))) == ["unknown"]


def test_one_value_under_several_names_is_told_once() -> None:
    twice = DeclaredArea("BaseQuantities.GrossFloorArea", "gross", 21.840001)
    assert causes(room(21.84, more=(twice,))) == ["wall-centre"]


def test_findings_land_on_the_rooms_of_the_model() -> None:
    storey = Storey("s", "1F", 0.0, (room(20.0), room(21.84e6, number="2")))
    model = with_differences(Model((Building("b", "", (storey,)),)))
    first, second = model.spaces()
    assert first.findings == ()
    assert [f.evidence["cause"] for f in second.findings] == ["unit", "wall-centre"]
    assert second.declared[0].area_m2 == pytest.approx(21.84)


def test_an_empty_outline_and_no_declared_area_say_nothing() -> None:
    assert classify_all([room(20.0, Polygon()), room(None)]) == {}
    settled, findings = settle_units([room(20.0, Polygon())])
    assert (len(settled), findings) == (1, {})


def test_half_walls_are_part_of_the_proof() -> None:
    space = room(5.2 * 4.2)
    finding = classify_difference(space, space.declared[0], around=Surroundings(half_walls_m=(0.1,)))
    assert finding.evidence["half_walls_m"] == [0.1]
    assert math.isclose(finding.evidence["difference_m2"], 1.84, abs_tol=1e-6)


# -- real models -------------------------------------------------------------------------------------------------------


def corpus_causes(number: str) -> list[str]:
    model = corpus_model(number)
    known = {f.code for s in model.spaces() for f in s.findings}
    model = model if "declared-differs" in known else with_differences(model)
    return [f.evidence["cause"] for s in model.spaces() for f in s.findings if f.code == "declared-differs"]


@pytest.mark.skipif(not has_corpus(), reason="the corpus of real models is not here")
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("01", {"wall-centre": 99}),
        ("02", {}),
        ("03", {"wall-centre": 21}),
        ("04", {"national-factor": 5, "headroom": 1}),
        ("05", {}),
        ("06", {"wall-overlap": 3}),
        ("08", {}),
    ],
)
def test_causes_in_real_models(number: str, expected: dict[str, int]) -> None:
    found = corpus_causes(number)
    assert {cause: found.count(cause) for cause in set(found)} == expected


@pytest.mark.skipif(not has_corpus(), reason="the corpus of real models is not here")
def test_wall_centre_offsets_of_the_office_reproduce_every_declared_area() -> None:
    model = with_differences(corpus_model("01"))
    for space in model.spaces():
        finding = next(f for f in space.findings if f.code == "declared-differs")
        grown = space.outline.buffer(finding.evidence["offset_m"], join_style="mitre")
        assert grown.area == pytest.approx(finding.evidence["declared_m2"], abs=1e-3)
        assert 0.02 <= finding.evidence["offset_m"] <= 0.30
