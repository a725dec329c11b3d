"""Laws of the import: what only says the same thing in another way must give the same rooms and areas."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import shapely

from geometry.tolerances import TOUCH_M
from tests.bim_import.ifc.build import Step, rectangle
from tests.corpus import CORPUS, corpus_file
from tests.oracles import metamorphic as m

SAME_AREA = 1e-6  # relative
SAME_OUTLINE_M2 = 1e-5
UGLY = Path(__file__).resolve().parents[2] / "samples" / "ugly"

QUICK = ("built", "hole", "07")
SLOW = ("built mm", "several_bodies", "reaches_into_walls", "12", "01", "02", "03", "04", "05", "06", "08", "11")
FILES = [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)]

SAME_NAME_ON_STOREY = {"without storeys"}
DERIVED_FROM = ("01", "02", "04", "06", "08", "11", "12", "built")
LAWS = list(m.KEEPS_ALL)
MOVES_WALLS = [name for name in LAWS if not name.startswith(("spaces", "zoned", "under"))]


def built(folder: Path, prefix: str = "$") -> Path:
    """Two storeys of three rooms: an L of two bodies, one with a core, one drawn 5 cm into its walls."""
    k = 1.0 if prefix == "$" else 1000.0
    step = Step(prefix=prefix)

    def ring(*box: float) -> list[tuple[float, float]]:
        return [(x * k, y * k) for x, y in rectangle(*box)]

    for name, z in (("1F", 0.0), ("2F", 3.3)):
        storey = step.storey(name, z * k)
        here = step.placement((0.0, 0.0, z * k))
        rooms = (
            ("1", [step.profile(ring(0, 0, 6, 4)), step.profile(ring(0, 4, 3, 7))]),
            ("2", [step.profile(ring(7, 0, 15, 6), [ring(10, 2, 12, 4)])]),
            ("3", [step.profile(ring(16 - 0.05, 0 - 0.05, 20 + 0.05, 5 + 0.05))]),
        )
        for number, profiles in rooms:
            shape = step.shape(*(step.prism(p, 3.0 * k) for p in profiles))
            step.space(storey, shape, number=f"{name[0]}0{number}", placement=here)
        for box in ((15.8, -0.2, 20.2, 0), (15.8, 5, 20.2, 5.2), (15.8, 0, 16, 5), (20, 0, 20.2, 5)):
            shape = step.shape(step.prism(step.profile(ring(*box)), 3.0 * k))
            step.element(storey, "IFCWALL", shape, name="wall", placement=here, rest=",$,$")
    return step.save(folder, "built.ifc")


@pytest.fixture
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return find(request.param, tmp_path)


def find(name: str, folder: Path) -> Path:
    if name.startswith("built"):
        return built(folder, ".MILLI." if name.endswith("mm") else "$")
    if (UGLY / f"{name}.ifc").exists():
        return UGLY / f"{name}.ifc"
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not here")
    return corpus_file(name)


def transformed(source: Path, folder: Path, *steps: m.Transformation) -> Path:
    try:
        return m.transform(source, folder / "changed.ifc", *steps)
    except m.NotApplicableError:
        pytest.skip("there is nothing in this file that the transformation could change")


def same_areas(before: m.Answer, after: m.Answer, *, nets: bool = True, turned: bool = False) -> None:
    """Check areas; in a ``turned`` plan a wall drawn exactly at the width of a touch may fall on either side of it."""
    assert set(after.rooms) == set(before.rooms)
    for subject, room in before.rooms.items():
        other = after.rooms[subject]
        assert other.gross_m2 == pytest.approx(room.gross_m2, rel=SAME_AREA), room.name
        if nets:
            # the overlap with walls is cut on a grid, also where outlines come as triangles
            at_the_limit = TOUCH_M * room.outline.length if turned else 0.0
            near = pytest.approx(room.net_m2, abs=3e-6 * room.gross_m2 + 1e-6 + at_the_limit)
            assert other.net_m2 == near, room.name


# -- spaces ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("source", FILES, indirect=True)
def test_saying_the_same_in_another_way_keeps_rooms_and_areas(source: Path, name: str, tmp_path: Path) -> None:
    before = m.read(source)
    after = m.read(transformed(source, tmp_path, m.KEEPS_ALL[name]))
    same_areas(before, after, turned="turned" in name)
    if name not in SAME_NAME_ON_STOREY:
        assert {i: r.storey for i, r in after.rooms.items()} == {i: r.storey for i, r in before.rooms.items()}
    ours = ("overlaps-walls", "duplicate-space", "not-a-room", "unit-suspect", "no-geometry")
    for subject, room in before.rooms.items():
        assert room.codes & set(ours) == after.rooms[subject].codes & set(ours), room.name


@pytest.mark.parametrize("source", ["built", "hole"], indirect=True)
def test_a_turn_turns_the_outlines_and_nothing_else(source: Path, tmp_path: Path) -> None:
    before = m.read(source)
    after = m.read(transformed(source, tmp_path, m.moved(12.5, -7.25, 3.0, m.TURN_RAD)))
    c, s = math.cos(m.TURN_RAD), math.sin(m.TURN_RAD)
    for subject, room in before.rooms.items():
        expected = shapely.affinity.affine_transform(room.outline, [c, -s, s, c, 12.5, -7.25])
        assert expected.symmetric_difference(after.rooms[subject].outline).area < SAME_OUTLINE_M2


@pytest.mark.parametrize("end", [(0.0, 0.0, 5.0, 4.0), (0.5, 0.5, 4.5, 3.5)], ids=["straight", "narrowing"])
@pytest.mark.parametrize("prefix", ["$", ".MILLI."])
def test_a_tapered_body_has_its_height_and_its_headroom(end: tuple[float, ...], prefix: str, tmp_path: Path) -> None:
    k = 1.0 if prefix == "$" else 1000.0
    step = Step(prefix=prefix)
    low, high = (step.profile([(x * k, y * k) for x, y in rectangle(*box)]) for box in ((0, 0, 5, 4), end))
    solid = step.add(
        f"IFCEXTRUDEDAREASOLIDTAPERED({low},{step.axis()},{step.direction(0, 0, 1)},{3.0 * k!r},{high})"
    )  # fmt: skip
    step.space(step.storey("1F", 0.0), step.shape(solid))
    step.wall(None, [(x * k, y * k) for x, y in rectangle(9, 9, 12, 9.2)], 3.0 * k)
    (space,) = m.read_file(step.save(tmp_path)).model.spaces()
    assert space.outline.area == pytest.approx(20.0, rel=SAME_AREA)
    assert space.height_m == pytest.approx(3.0)
    inset = 1.5 / 3.0 * end[0]
    at_1_5_m = next((h.region.area for h in space.headroom if h.height_m == 1.5), 20.0)
    assert at_1_5_m == pytest.approx((5.0 - 2 * inset) * (4.0 - 2 * inset), rel=1e-5)


@pytest.mark.parametrize("source", ["built", "several_bodies", "07", "12"], indirect=True)
def test_a_foot_print_alone_keeps_the_outline(source: Path, tmp_path: Path) -> None:
    before = m.read(source)
    after = m.read(transformed(source, tmp_path, m.as_footprint))
    same_areas(before, after, nets=False)
    assert any("no-height" in r.codes for r in after.rooms.values())


@pytest.mark.parametrize("source", ["built", "07"], indirect=True)
def test_a_bounding_box_alone_is_never_smaller_and_always_flagged(source: Path, tmp_path: Path) -> None:
    before = m.read(source)
    after = m.read(transformed(source, tmp_path, m.box_only))
    for subject, room in before.rooms.items():
        assert after.rooms[subject].gross_m2 >= room.gross_m2 * (1 - SAME_AREA)
        assert "bounding-box-only" in after.rooms[subject].codes


@pytest.mark.parametrize("change", [m.doubled_space, m.complex_of_parts])
@pytest.mark.parametrize("source", ["built", "12"], indirect=True)
def test_a_room_modelled_twice_is_flagged_and_the_others_stay(
    source: Path, change: m.Transformation, tmp_path: Path
) -> None:
    before = m.read(source)
    after = m.read(transformed(source, tmp_path, change))
    new = set(after.rooms) - set(before.rooms)
    code = "duplicate-space" if change is m.doubled_space else "not-a-room"
    twice = [
        i for i, r in after.rooms.items() if code in r.codes - (before.rooms[i].codes if i in before.rooms else set())
    ]
    assert len(twice) == len(new) == 1
    for subject, room in before.rooms.items():
        assert after.rooms[subject].gross_m2 == pytest.approx(room.gross_m2, rel=SAME_AREA)


# -- the file ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ignore_spaces", [False, True], ids=["spaces", "derived"])
@pytest.mark.parametrize("source", FILES, indirect=True)
def test_the_order_and_numbers_of_entities_say_nothing(source: Path, ignore_spaces: bool, tmp_path: Path) -> None:
    plain = m.transform(source, tmp_path / "plain.ifc")
    before = m.read(plain, ignore_spaces=ignore_spaces)
    for renumber in (False, True):
        path = m.permuted(plain, tmp_path / "permuted.ifc", seed=7, renumber=renumber)
        after = m.read(path, ignore_spaces=ignore_spaces)
        same_areas(before, after)
        for subject, room in before.rooms.items():
            assert room.outline.symmetric_difference(after.rooms[subject].outline).area < SAME_OUTLINE_M2


@pytest.mark.parametrize("ignore_spaces", [False, True], ids=["spaces", "derived"])
@pytest.mark.parametrize("source", FILES, indirect=True)
def test_two_runs_and_an_archive_give_the_same_to_the_last_digit(
    source: Path, ignore_spaces: bool, tmp_path: Path
) -> None:
    before = m.read(source, ignore_spaces=ignore_spaces)
    for path in (source, m.zipped(source, tmp_path / "model.ifczip")):
        after = m.read(path, ignore_spaces=ignore_spaces)
        assert list(after.rooms) == list(before.rooms)
        for subject, room in before.rooms.items():
            assert shapely.equals_identical(room.outline, after.rooms[subject].outline)
            assert (after.rooms[subject].net_m2, after.rooms[subject].codes) == (room.net_m2, room.codes)


@pytest.mark.parametrize(
    ("name", "schema"), [("built", "IFC4X3"), ("12", "IFC4X3_ADD2"), ("11", "IFC4"), ("03", "IFC4")]
)
def test_a_later_schema_in_the_header_changes_nothing(name: str, schema: str, tmp_path: Path) -> None:
    source = find(name, tmp_path)
    same_areas(m.read(source), m.read(m.renamed_schema(source, tmp_path / "renamed.ifc", schema)))


# -- derived rooms -----------------------------------------------------------------------------------------------------

# What a turn may change: corners of slanted walls fall on other points of the grid.
TURNED_M2 = {"01": 2e-3}


@pytest.mark.parametrize("name", MOVES_WALLS)
@pytest.mark.parametrize("source", [pytest.param(n, marks=pytest.mark.slow) for n in DERIVED_FROM], indirect=True)
def test_derived_rooms_follow_their_walls(source: Path, name: str, tmp_path: Path) -> None:
    before = m.read(source, ignore_spaces=True)
    after = m.read(transformed(source, tmp_path, m.KEEPS_ALL[name]), ignore_spaces=True)
    areas, found = (sorted(r.gross_m2 for r in a.rooms.values()) for a in (before, after))
    assert len(found) == len(areas)
    assert found == pytest.approx(areas, rel=1e-3, abs=TURNED_M2.get(source.name[:2], 1e-3))
