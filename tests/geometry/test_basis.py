from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from typing import get_args

import pytest

from geometry.basis import BASES, DEFAULT_BASIS
from geometry.basis_rules import Confidence, HeadroomRule, ObstacleRule
from geometry.headroom import HEADROOM_CUTS_M
from geometry.plan import ElementKind


def test_the_bases_asked_for_are_there() -> None:
    assert {"cn-usable", "ifc-net", "din277-nrf", "rics-nia", "ipms-3.2", "gb50096"} <= set(BASES)
    assert DEFAULT_BASIS == "cn-usable"
    assert "cn-usable/structural-face" in BASES


@pytest.mark.parametrize("basis", BASES.values(), ids=BASES.keys())
def test_every_rule_names_its_clause_and_how_sure_we_are(basis: object) -> None:
    rules = [getattr(basis, f.name) for f in fields(basis)]  # type: ignore[arg-type]  # every value is a Basis
    ruled = [r for r in rules if hasattr(r, "clause")]
    assert len(ruled) >= 17
    for rule in ruled:
        assert len(rule.clause) > 10
        assert rule.confidence in get_args(Confidence)


def test_ids_are_the_keys_and_titles_have_both_languages() -> None:
    for key, basis in BASES.items():
        assert basis.id == key
        assert basis.title.zh
        assert basis.title.en
    assert len({b.title.en for b in BASES.values()}) == len(BASES)


def test_a_variant_differs_from_its_basis_in_more_than_its_name() -> None:
    for key, variant in BASES.items():
        if "/" in key:
            parent = BASES[key.split("/")[0]]
            assert replace(variant, id=parent.id, title=parent.title) != parent


def test_every_headroom_threshold_is_a_cut_the_readers_compute() -> None:
    for basis in BASES.values():
        thresholds = {below for below, _ in basis.headroom.weights}
        if basis.limited_use is not None:
            thresholds.add(basis.limited_use.below_m)
        assert thresholds <= set(HEADROOM_CUTS_M)


def test_headroom_weights_rise() -> None:
    for basis in BASES.values():
        weights = basis.headroom.weights
        assert list(weights) == sorted(weights)
        assert all(0 <= share < 1 for _, share in weights)


@pytest.mark.parametrize(("height_m", "share"), [(1.19, 0.0), (1.20, 0.5), (2.09, 0.5), (2.10, 1.0), (3.0, 1.0)])
def test_gb50096_counts_half_from_1_20_and_all_from_2_10(height_m: float, share: float) -> None:
    assert BASES["gb50096"].headroom.share(height_m) == share


def test_no_headroom_rule_counts_all() -> None:
    assert HeadroomRule((), "none", "derived").share(0.1) == 1.0


def test_obstacle_kinds_are_element_kinds_and_movable_things_are_not_among_them() -> None:
    kinds = set(BASES["cn-usable"].obstacle_rules())
    assert kinds <= set(get_args(ElementKind))
    assert not kinds & {"furniture", "slab", "roof", "ceiling", "other"}


def test_every_kind_has_the_rule_of_its_name() -> None:
    own = {
        f.name: ObstacleRule(True, f"clause of {f.name}", "derived")
        for f in fields(BASES["boma"])
        if isinstance(getattr(BASES["boma"], f.name), ObstacleRule)
    }
    rules = replace(BASES["boma"], **own).obstacle_rules()  # type: ignore[arg-type]  # only ObstacleRule fields
    for kind, rule in rules.items():
        field = {"curtain-wall": "walls", "apparatus": "apparatus"}.get(kind, kind.replace("-", "_") + "s")
        assert rule.clause == f"clause of {field}"
    assert next(iter(rules)) == "wall"
    assert list(rules)[-1] == "slab-opening"


def test_rest_room_and_toilet_count_by_default_and_can_be_switched() -> None:
    assert BASES["cn-usable"].rest_room.counted
    assert BASES["cn-usable"].toilet.counted
    assert not BASES["cn-usable/toilet-out"].toilet.counted


def test_a_basis_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        BASES["cn-usable"].columns = ObstacleRule(False, "no", "derived")  # type: ignore[misc]  # the point of the test
    with pytest.raises(TypeError):
        BASES["own"] = BASES["cn-usable"]  # type: ignore[index]  # the point of the test
