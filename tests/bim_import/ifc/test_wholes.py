import pytest

from bim_import.read import read_file
from tests.bim_import.ifc.build import Step, rectangle


class Plan:
    """Spaces of one storey by number, some of them parts of others."""

    def __init__(self):
        self.step = Step()
        self.storey = self.step.storey("1F", 0.0)
        self.step.wall(self.storey, rectangle(90, 90, 95, 90.2), 3.0)

    def space(self, number, box, *, under=None, z=0.0):
        step = self.step
        shape = step.shape(step.prism(step.profile(rectangle(*box)), 3.0, origin=(0.0, 0.0, z)))
        return step.space(under or self.storey, shape, number=number)

    def read(self, tmp_path):
        return {s.number: s for s in read_file(self.step.save(tmp_path)).model.spaces()}


def codes(space):
    return [f.code for f in space.findings]


def rooms_m2(spaces):
    return sum(s.outline.area for s in spaces.values() if s.use != "not-a-room")


def test_a_suite_of_parts_is_counted_once(tmp_path):
    plan = Plan()
    suite = plan.space("S", (0, 0, 10, 4))
    plan.space("S1", (0, 0, 5, 4), under=suite)
    plan.space("S2", (5, 0, 10, 4), under=suite)
    spaces = plan.read(tmp_path)
    assert rooms_m2(spaces) == pytest.approx(40.0)
    assert spaces["S"].use == "not-a-room"
    (finding,) = spaces["S"].findings
    assert finding.code == "not-a-room"
    assert "S1 办公室, S2 办公室" in finding.reason.zh
    assert finding.evidence["parts"] == [spaces["S1"].id, spaces["S2"].id]
    assert finding.evidence["share"] == pytest.approx(1.0)
    assert codes(spaces["S1"]) == codes(spaces["S2"]) == []


def test_parts_of_parts_are_the_rooms(tmp_path):
    plan = Plan()
    flat = plan.space("F", (0, 0, 10, 4))
    half = plan.space("H", (0, 0, 5, 4), under=flat)
    plan.space("A", (0, 0, 2, 4), under=half)
    plan.space("B", (2, 0, 5, 4), under=half)
    plan.space("C", (5, 0, 10, 4), under=flat)
    spaces = plan.read(tmp_path)
    assert {n for n, s in spaces.items() if s.use == "not-a-room"} == {"F", "H"}
    assert spaces["F"].findings[0].evidence["parts"] == [spaces[n].id for n in "ABC"]


def test_parts_that_leave_some_of_the_whole_flag_both(tmp_path):
    plan = Plan()
    hall = plan.space("H", (0, 0, 10, 4))
    plan.space("P", (0, 0, 3, 4), under=hall)
    spaces = plan.read(tmp_path)
    assert spaces["H"].use != "not-a-room"
    (whole,), (part,) = spaces["H"].findings, spaces["P"].findings
    assert whole.code == part.code == "contains-parts"
    assert whole.outcome == part.outcome == "warning"
    assert whole.evidence == {"parts": [spaces["P"].id], "share": pytest.approx(0.3)}
    assert part.evidence == {"whole": spaces["H"].id}


def test_a_part_beside_its_whole_is_a_room_like_any_other(tmp_path):
    plan = Plan()
    hall = plan.space("H", (0, 0, 10, 4))
    plan.space("P", (10, 0, 13, 4), under=hall)
    assert [codes(s) for s in plan.read(tmp_path).values()] == [[], []]


def test_spaces_that_are_parts_of_each_other_are_both_kept(tmp_path):
    plan = Plan()
    a = plan.space("A", (0, 0, 5, 4))
    b = plan.space("B", (0, 0, 5, 4), under=a)
    plan.step.composed[b] = [a]
    spaces = plan.read(tmp_path)
    assert all(s.use != "not-a-room" for s in spaces.values())
    assert sorted(codes(s) for s in spaces.values()) == [[], ["duplicate-space"]]


@pytest.mark.parametrize("wall_m", [0.0, 0.2])
def test_a_zone_over_several_rooms_is_flagged(tmp_path, wall_m):
    plan = Plan()
    plan.space("Z", (0, 0, 10, 4))
    plan.space("1", (0, 0, 5 - wall_m, 4))
    plan.space("2", (5, 0, 10, 4))
    spaces = plan.read(tmp_path)
    (finding,) = spaces["Z"].findings
    assert (finding.code, finding.outcome) == ("contains-parts", "warning")
    assert finding.evidence["parts"] == [spaces["1"].id, spaces["2"].id]
    assert codes(spaces["1"]) == codes(spaces["2"]) == []


@pytest.mark.parametrize(
    "boxes", [[(1, 1, 2, 2), (3, 1, 4, 2)], [(0, 0, 7, 4)], [(-5, 0, 5, 4), (5, 0, 15, 4)]], ids=["few", "one", "over"]
)
def test_a_hall_with_booths_is_no_zone(tmp_path, boxes):
    plan = Plan()
    plan.space("Z", (0, 0, 10, 4))
    for i, box in enumerate(boxes):
        plan.space(str(i), box)
    assert "contains-parts" not in codes(plan.read(tmp_path)["Z"])


def test_a_room_drawn_with_its_walls_around_the_same_room_without_them_is_flagged(tmp_path):
    plan = Plan()
    plan.space("gross", (-0.1, -0.1, 5.1, 4.1))
    plan.space("net", (0, 0, 5, 4))
    spaces = plan.read(tmp_path)
    assert codes(spaces["gross"]) == ["contains-parts"]
    assert codes(spaces["net"]) == []


def test_rooms_above_a_hall_are_not_its_parts(tmp_path):
    plan = Plan()
    plan.space("Z", (0, 0, 10, 4))
    for number, box in (("1", (0, 0, 5, 4)), ("2", (5, 0, 10, 4))):
        plan.space(number, box, z=3.2)
    assert "contains-parts" not in codes(plan.read(tmp_path)["Z"])


@pytest.mark.parametrize("numbers", [("9", "10"), ("10", "9"), ("9", ""), ("", "9")])
def test_of_two_equal_rooms_the_lower_number_stays_whatever_the_order(tmp_path, numbers):
    plan = Plan()
    for number in numbers:
        plan.space(number, (0, 0, 5, 4))
    spaces = plan.read(tmp_path)
    assert codes(spaces["9"]) == []
    assert codes(spaces["10" if "10" in numbers else ""]) == ["duplicate-space"]
