"""The certified bound against the best of all seatings of small instances."""

import pytest

from tests.oracles.office_space import ALONE, Instance, bound
from tests.oracles.office_space_bound import relaxed_bound
from tests.service.allocation.test_anneal import best_of_all, random_instance


@pytest.mark.parametrize("seed", range(12))
def test_no_seating_of_a_small_instance_is_below_the_bound(seed):
    instance = random_instance(seed, 6, 4)
    broken, best = best_of_all(instance)
    assert broken == 0
    assert bound(instance) <= relaxed_bound(instance) <= best + 1e-9


def test_who_must_sit_alone_lifts_the_bound_to_what_it_costs():
    # 10 m² for 10 m² in sum, but whoever sits alone fills neither room: by capacity 0, in truth 4 unused and 4 over.
    instance = Instance([6.0, 2.0, 2.0], [2.0, 8.0], [0, 0], [{0, 1}, {0, 1}], [(ALONE, True, 0, -1)])
    assert bound(instance) == 0.0
    assert relaxed_bound(instance) == pytest.approx(best_of_all(instance)[1], abs=1e-3) == pytest.approx(6.0, abs=1e-3)


def test_what_cannot_be_has_no_bound():
    crowd = Instance([1.0, 1.0], [5.0], [0], [{0}], [(ALONE, True, 0, -1)])
    with pytest.raises(RuntimeError, match="nfeasible"):
        relaxed_bound(crowd)
