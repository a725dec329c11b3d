import pytest

from geometry.layout.profile import profile
from geometry.layout.propose import propose
from tests.geometry.layout.sites import hall, rectangle


@pytest.mark.parametrize(("module", "least"), [("1.2x0.6", 104), ("1.4x0.7", 78), ("1.6x0.8", 66)])
@pytest.mark.slow
def test_the_hall_holds_as_many_as_published(module, least):
    found = propose(hall(), profile(module, area_per_person=False), time_limit_s=10)
    assert found.legal, found.checks
    assert least <= len(found.layout.workstations) <= found.layout.bound.count


@pytest.mark.parametrize(("width", "depth", "most"), [(3.6, 5.4, 6), (6, 4, 8), (7.2, 5.4, 15)])
def test_small_rooms_hold_as_many_as_published(width, depth, most):
    found = propose(rectangle(width, depth, width / 2), profile("1.2x0.6", area_per_person=False), time_limit_s=2)
    assert found.legal, found.checks
    assert len(found.layout.workstations) == most


def test_six_square_metres_a_person_limit_a_large_room():
    found = propose(hall(), profile("1.4x0.7"), time_limit_s=3)
    assert found.legal, found.checks
    assert len(found.layout.workstations) == found.layout.bound.count == 39
