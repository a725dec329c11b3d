"""A verdict says what it would be by the sources that do not count, and stands all the same."""

from service.allocation.entitlement.other_sources import KINDS
from service.allocation.rooms import OtherSource
from tests.service.allocation.build import findings, person, room

CHIEF = [person("a", "正科级", "302")]


def verdict(*others, area=17.9, u=0.02):
    rooms = [room("302", area, standard_uncertainty_m2=u, other_sources=others)]
    return findings(CHIEF, rooms)["over-entitlement:space:302"]


def test_a_model_that_says_otherwise_is_named_and_changes_nothing():
    found = verdict(OtherSource("model", 18.4))
    assert (found.outcome, found.area_m2, found.excess_m2) == ("within", 17.9, 0.0)
    assert found.evidence["by_other_sources"] == [
        {"space": "302", "source": "model", "area_m2": 18.4, "outcome": "over"}
    ]
    assert found.reason.zh.endswith("未超标。如按 302 的模型(18.40 m²)则超标。")
    assert found.reason.en.endswith("not over. By the model of 302 (18.40 m²): over.")


def test_a_source_that_leads_to_the_same_verdict_is_not_mentioned():
    found = verdict(OtherSource("model", 17.2), OtherSource("drawing", 18.0))
    assert "by_other_sources" not in found.evidence
    assert found.reason == verdict().reason


def test_an_older_survey_does_not_make_a_new_one_undecided():
    """Who measured again, as a verdict asked for, is done with it."""
    found = verdict(OtherSource("survey", 18.1, 0.3, "2026-01-05"))
    assert found.outcome == "within"
    [row] = found.evidence["by_other_sources"]
    assert (row["outcome"], row["on"]) == ("not-decided", "2026-01-05")


def test_what_lies_behind_the_door_counts_with_its_other_sources_too():
    rooms = [
        room("302", 12.0),
        room("303", 5.0, name="休息室", only_through="302", other_sources=(OtherSource("declared", 6.5),)),
    ]
    found = findings(CHIEF, rooms)["over-entitlement:space:302"]
    assert found.outcome == "within"
    assert found.evidence["by_other_sources"][0] == {
        "space": "303",
        "source": "declared",
        "area_m2": 18.5,
        "outcome": "over",
    }


def test_every_kind_of_source_has_a_name():
    assert set(KINDS) == {"survey", "model", "drawing", "declared"}
