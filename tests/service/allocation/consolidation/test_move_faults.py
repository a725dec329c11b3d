"""The verifier of move orders: an order that is right passes, everything done wrong in it is named."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from service.allocation.consolidation import move_faults as module
from service.allocation.consolidation.move_faults import REASONS, move_faults
from service.allocation.consolidation.moves import Move
from service.allocation.consolidation.records import Choices
from tests.service.allocation.consolidation.build import case, person, place

CASE = case(
    [place("r0", 6.0), place("r1", 6.0), place("r2", 12.0)],
    [person("a"), person("b"), person("c")],
    joined=(place("r0+r1", 12.5, members=("r0", "r1")),),
)
NOW = {"a": "r0", "b": "r1", "c": "r2"}
TARGET = {"a": "r1", "b": "r0", "c": "r2"}
RIGHT = (Move(1, "a", "r0", "r2", swing=True), Move(2, "b", "r1", "r0"), Move(3, "a", "r2", "r1"))


def codes(moves, *, of=CASE, target=TARGET):
    return {fault.code for fault in move_faults(of, NOW, target, moves)}


def test_a_right_order_has_no_fault():
    assert codes(RIGHT) == set()
    assert codes((Move(1, "a", "r0", "r1"), Move(1, "b", "r1", "r0"))) == set()


@pytest.mark.parametrize(
    ("code", "moves"),
    [
        ("steps-not-in-order", (RIGHT[0], replace(RIGHT[1], step=3), replace(RIGHT[2], step=2))),
        ("not-there", (RIGHT[0], replace(RIGHT[1], from_room="r2"), RIGHT[2])),
        ("no-such-move", (*RIGHT, Move(4, "nobody", "r2", "r1"))),
        ("no-such-move", (*RIGHT, Move(4, "a", "r1", "r9"))),
        ("too-many", (Move(1, "b", "r1", "r0"), Move(2, "a", "r0", "r1"))),
        ("extra-not-marked", (replace(RIGHT[0], swing=False), *RIGHT[1:])),
        ("wrong-end", RIGHT[:2]),
        ("not-one-by-one", (RIGHT[0], replace(RIGHT[1], step=2), replace(RIGHT[2], step=2))),
    ],
)
def test_a_thing_done_wrong_is_named(code, moves):
    found = codes(moves)
    assert code in found
    assert found <= {code, "wrong-end"}


def test_kept_rooms_are_not_entered():
    assert codes(RIGHT, of=replace(CASE, choices=Choices(kept_rooms=("r2",)))) == {"into-kept-room"}


def test_a_joined_room_opens_only_when_its_members_are_left():
    target = {"a": "r0+r1", "b": "r0+r1", "c": "r2"}
    together = (Move(1, "a", "r0", "r0+r1"), Move(1, "b", "r1", "r0+r1"))
    assert codes(together, target=target) == set()
    assert codes((together[0], replace(together[1], step=2)), target=target) == {"walls-still-there"}


def test_a_crowd_of_today_is_no_fault_until_it_grows():
    now = {"a": "r0", "b": "r0", "c": "r2"}
    assert move_faults(CASE, now, now, ()) == []
    more = move_faults(CASE, now, {**now, "c": "r0"}, (Move(1, "c", "r2", "r0"),))
    assert [fault.code for fault in more] == ["too-many"]


def test_every_code_is_tried_here():
    text = Path(__file__).read_text("utf-8")
    assert [code for code in REASONS if f'"{code}"' not in text] == []


def test_the_verifier_does_not_import_what_it_verifies():
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    ours = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    package = "service.allocation.consolidation"
    assert {name for name in ours if name.startswith(("service", "geometry"))} == {
        "geometry.finding",
        f"{package}.check",
        f"{package}.records",
    }
