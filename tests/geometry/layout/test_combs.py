"""The aisles of a comb seat as many as trying every set of places; what narrow branches serve is legal."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from geometry.layout.aisles import aisles_of, free_floor
from geometry.layout.check import check, is_legal
from geometry.layout.combs import aisles_for, comb, seated, stand
from geometry.layout.fill import evaluate, placed
from geometry.layout.grid import make_grid
from geometry.layout.masks import heights
from geometry.layout.network import Strip, Widths, numbers, strips
from geometry.layout.profile import profile
from geometry.layout.search import cells_of
from geometry.layout.solve import workstations_of
from tests.geometry.layout.sites import door, l_room, site

AISLE = 2
FLOORS = {
    "a plain floor": np.ones((16, 40), dtype=bool),
    "columns": np.ones((16, 40), dtype=bool),
    "a slanted end": np.array([[x < 34 - y // 2 for x in range(40)] for y in range(16)]),
}
FLOORS["columns"][6:8, 11:13] = FLOORS["columns"][6:8, 27:29] = False


def cells():
    """Return lengths of a small profile: desks of 3 × 1 cells, chairs of 2, lines of at most two people."""
    room = site(l_room(), [door(3)])
    rules = profile("1.2x0.6", area_per_person=False)
    small = cells_of(rules, make_grid(room, 0.0, cell_m=0.5))
    return small._replace(width=3, depth=1, chair=2, behind=2, back_to_back=4, dead_end=2)


@pytest.mark.parametrize("floor", FLOORS.values(), ids=FLOORS)
def test_for_given_rows_no_other_aisles_seat_more(floor):
    small = cells()
    shape = (2, *floor.shape)
    whole, lane, mouth = (np.zeros(shape, dtype=bool) for _ in range(3))
    for k in range(2):
        stand(heights(floor), heights(floor), k == 0, AISLE, small, whole[k], lane[k], mouth[k])
    direct = np.zeros(shape[:2], dtype=bool)
    rows = np.array([(0, 1), (5, 0), (6, 1), (11, 0)])

    def people(aisles):
        taken = np.zeros(floor.shape[1], dtype=bool)
        for at in aisles:
            taken[at : at + AISLE] = True
        lines = [(1 - up, line) for line, up in rows]
        return sum(seated(whole[k, i], lane[k, i], mouth[k, i], taken, AISLE, False, False, small) for k, i in lines)

    places = range(1, floor.shape[1] - AISLE + 1)
    every = (a for n in range(4) for a in combinations(places, n) if all(q - p >= AISLE for p, q in pairwise(a)))
    found = aisles_for(whole, lane, mouth, direct, rows, np.zeros(floor.shape[1], dtype=np.int64), AISLE, small)
    assert people(found) == max(people(a) for a in every)


def test_a_comb_seats_both_sides_of_every_aisle():
    rules = profile("1.4x0.7", area_per_person=False)
    lengths = cells_of(rules, make_grid(site(l_room(), [door(3)]), 0.0, cell_m=0.1))
    floor = np.ones((60, 240), dtype=bool)
    *aisles, people = comb(floor, floor, -1, 15, 15, lengths)
    # 24 m hold fifteen desks of 1.4 m between two aisles of 1.5 m, 6 m four lines back to back.
    assert (len(aisles), people) == (2, 60)


def test_narrow_branches_of_a_main_aisle_serve_as_many_as_the_checker_allows():
    rules = profile("1.4x0.7", area_per_person=False)
    room = site(l_room(), [door(3)])
    grid = make_grid(room, 0.0, cell_m=0.1)
    network = (Strip(True, 14, 9, 0, 120), Strip(True, 93, 9, 0, 120), Strip(False, 0, 15, 0, 160))
    widths, lengths = Widths(15, 9), cells_of(rules, grid)
    for many, legal in ((rules.many_people, True), (1000, False)):
        asked = lengths._replace(many=many)
        linked, _, seats = evaluate(grid.floor, grid.free, grid.zones, grid.doors, numbers(network), widths, asked)
        people = workstations_of(grid, placed(seats), rules)
        aisles = aisles_of(grid, strips(linked), people, room, free_floor(room), rules)
        checks = check(room, people, aisles, rules)
        assert is_legal(checks) == legal
        assert {c.rule for c in checks if c.outcome == "fail"} <= {"main-aisle"}
