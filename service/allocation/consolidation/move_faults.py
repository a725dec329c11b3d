"""Does an order of moves lead where it should: every step played again, knowing nothing of how it was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import floor
from typing import Final, Protocol

from geometry.finding import Text
from service.allocation.consolidation.check import Fault
from service.allocation.consolidation.records import Case

WITHIN: Final = 1e-6

REASONS: Final[dict[str, Text]] = {
    "steps-not-in-order": Text("第 {step} 步排在第 {before} 步之后。", "Step {step} stands after step {before}."),
    "not-there": Text(
        "第 {step} 步:{who} 不在房间 {room},不能从那里搬走。", "Step {step}: {who} is not in room {room} to move from."
    ),
    "no-such-move": Text(
        "第 {step} 步:没有人员 {who} 或房间 {room}。", "Step {step}: there is no person {who} or no room {room}."
    ),
    "too-many": Text(
        "第 {step} 步之后,房间 {room} 有 {people} 人,只能坐 {seats} 人。",
        "After step {step} room {room} has {people} people and holds {seats}.",
    ),
    "walls-still-there": Text(
        "第 {step} 步之后,合并房间 {room} 与其组成部分 {member} 同时有人。",
        "After step {step} the joined room {room} and its member {member} are both in use.",
    ),
    "into-kept-room": Text(
        "第 {step} 步搬进了须保留的房间 {room}。", "Step {step} moves into room {room}, which is kept."
    ),
    "not-one-by-one": Text(
        "第 {step} 步多人同时搬,但既不是轮换,也不是拆墙合并。",
        "In step {step} several people move at once, which is neither a change of places nor the joining of rooms.",
    ),
    "extra-not-marked": Text(
        "第 {step} 步:{who} 没有搬到目标房间,却未注明是周转。",
        "Step {step}: {who} does not go to the target, and it is not marked as stepping aside.",
    ),
    "wrong-end": Text(
        "搬完以后,{who} 在 {room},应在 {target}。", "After all moves {who} is in {room} and should be in {target}."
    ),
}


class Step(Protocol):
    """What is looked at of one move."""

    @property
    def step(self) -> int: ...  # noqa: D102
    @property
    def occupant(self) -> str: ...  # noqa: D102
    @property
    def from_room(self) -> str: ...  # noqa: D102
    @property
    def to_room(self) -> str: ...  # noqa: D102
    @property
    def swing(self) -> bool: ...  # noqa: D102


def move_faults(case: Case, now: Mapping[str, str], target: Mapping[str, str], moves: Sequence[Step]) -> list[Fault]:
    """Return everything that is wrong with an order of moves from ``now`` to ``target``, empty where nothing is."""
    played = _Played(case, now, target)
    found: list[Fault] = []
    last = 0
    for step, group in groupby(moves, key=lambda move: move.step):
        if step <= last:
            found.append(_fault("steps-not-in-order", step=step, before=last))
        last = step
        found += played.step(step, list(group))
    ends = ((who, room, target.get(who, "")) for who, room in played.room_of.items())
    return found + [
        _fault("wrong-end", who, room, who=who, room=room or "–", target=aim or "–")
        for who, room, aim in ends
        if room != aim
    ]


class _Played:
    """Who sits where after the steps so far."""

    def __init__(self, case: Case, now: Mapping[str, str], target: Mapping[str, str]) -> None:
        self.target = target
        self.kept = set(case.choices.kept_rooms)
        self.room_of = {person.id: now.get(person.id, "") for person in case.people}
        self.heads = Counter(self.room_of.values())
        self.members = {place.id: place.members for place in case.joined}
        self.seats: dict[str, int] = {}
        for place in (*case.places, *case.joined):
            by_area = floor(place.area_m2 / case.choices.least_m2 + WITHIN)
            lawful = by_area if place.workstations is None else min(by_area, place.workstations)
            self.seats[place.id] = max(lawful, self.heads[place.id])

    def step(self, step: int, moves: Sequence[Step]) -> Iterable[Fault]:
        """Play one step: everyone leaves, then everyone arrives; yield what is wrong during it or after it."""
        before = self.heads.copy()
        for move in moves:
            who, room = move.occupant, move.to_room
            if who not in self.room_of or room not in self.seats:
                yield _fault("no-such-move", who, room, step=step, who=who, room=room)
                continue
            if self.room_of[who] != move.from_room:
                yield _fault("not-there", who, step=step, who=who, room=move.from_room or "–")
            if room != self.target.get(who, "") and not move.swing:
                yield _fault("extra-not-marked", who, step=step, who=who)
            self.heads[self.room_of[who]] -= 1
            self.heads[room] += 1
            self.room_of[who] = room
        for room in dict.fromkeys(move.to_room for move in moves if move.to_room in self.seats):
            if self.heads[room] > self.seats[room]:
                yield _fault("too-many", room, step=step, room=room, people=self.heads[room], seats=self.seats[room])
            if room in self.kept:
                yield _fault("into-kept-room", room, step=step, room=room)
            yield from self._walls(step, room)
        if len(moves) > 1 and not self._at_once(moves, before):
            yield _fault("not-one-by-one", step=step)

    def _walls(self, step: int, room: str) -> Iterable[Fault]:
        pairs = [(room, member) for member in self.members.get(room, ())]
        pairs += [(joined, room) for joined, members in self.members.items() if room in members]
        for joined, member in pairs:
            if self.heads[joined] and self.heads[member]:
                yield _fault("walls-still-there", joined, member, step=step, room=joined, member=member)

    def _at_once(self, moves: Sequence[Step], before: Counter[str]) -> bool:
        """Return whether a step is one circle of people, or the joining of rooms with those who stay in them."""
        rooms = {move.to_room for move in moves}
        if len(rooms) == 1:
            return all(move.from_room in self.members.get(move.to_room, ()) for move in moves)
        once = len(rooms) == len(moves) == len({move.from_room for move in moves})
        return once and all(self.heads[room] == before[room] for room in rooms)


def _fault(code: str, *subjects: str, **values: object) -> Fault:
    return Fault(code, REASONS[code].format(**values), subjects)
