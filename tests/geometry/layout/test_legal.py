"""Everything proposed is legal: on generated rooms of every shape, and on the rooms of a real office."""

import pytest

from geometry.layout.check import check, is_legal
from geometry.layout.profile import MODULES, profile
from geometry.layout.propose import propose
from geometry.layout.site import SiteRefusedError, make_site
from tests.corpus import corpus_model, has_corpus
from tests.geometry.layout.sites import generated

SAMPLE = 21
ALL = 224  # generated; with about eighty rooms of the corpus


def rules_for(number):
    return profile(list(MODULES)[number % len(MODULES)], area_per_person=number % 2 == 0)


def hold(site, rules, **options):
    """Propose for a site and look at every rule again; an empty layout must say why."""
    found = propose(site, rules, **options)
    seats = found.layout.workstations
    assert is_legal(check(site, seats, found.layout.aisles, found.profile)), found.checks
    assert len(seats) <= found.layout.bound.count
    assert bool(seats) != (found.reason is not None)
    assert len(found.ways) == len(seats)
    return found


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_what_is_proposed_for_a_generated_room_is_legal(seed):
    hold(generated(seed).site, rules_for(seed // 7), time_limit_s=0.2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SAMPLE, ALL))
def test_what_is_proposed_for_any_generated_room_is_legal(seed):
    hold(generated(seed).site, rules_for(seed // 7), time_limit_s=0.6)


@pytest.mark.slow
@pytest.mark.skipif(not has_corpus(), reason="the corpus lies beside the checkout")
def test_what_is_proposed_for_the_rooms_of_a_real_office_is_legal():
    rules = profile()
    laid_out = 0
    for storey in (st for b in corpus_model("01").buildings for st in b.storeys):
        for space in storey.spaces:
            try:
                site = make_site(storey, [space], rules)
            except SiteRefusedError:
                continue
            laid_out += bool(hold(site, rules, time_limit_s=0.6).layout.workstations)
    assert laid_out > 40
