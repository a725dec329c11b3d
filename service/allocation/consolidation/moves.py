"""In which order people move, so that no room ever holds more than it can, and nobody waits in a corridor.

A free seat wanders against the moves: whoever moves into it leaves one behind. All moves that hang together by their
rooms can therefore be made one after the other as soon as one of the rooms has a free seat: they split into trails, as
Euler's graphs do. Where every room of such a group is full, as many leave each room as come, and one person has to step
aside first: one extra move a group is needed, and one is enough. What must not happen is that the last free seat of a
group is taken by someone who leaves none behind while others still go round in a circle; every move is tested for that.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geometry.finding import Text
from service.allocation.consolidation.records import Case, Person, Place

OVERFULL = Text(
    "目标方案在房间 {room} 安排 {people} 人,只能坐 {seats} 人,没有可行的搬迁顺序。",
    "The target puts {people} people into room {room}, which holds {seats}: no order of moves leads there.",
)
NO_TARGET = Text(
    "{who} 在目标方案中没有房间,不排搬迁顺序。", "{who} has no room in the target, so there is no order of moves."
)
MEMBER_IN_USE = Text(
    "房间 {room} 要并入 {joined},不能同时另作他用。",
    "Room {room} becomes a part of {joined} and cannot be used by itself or in another one as well.",
)
NO_ORDER = Text(
    "还有 {people} 人的搬迁互相等待,且没有空位周转;请先空出一个座位。",
    "{people} people wait for one another and no seat is free to step aside to; free a seat first.",
)
SWAP = Text(
    "没有空位周转:第 {step} 步两人同时对调。",
    "No seat is free to step aside to: in step {step} two people change places at the same time.",
)
ROUND = Text(
    "没有空位周转:第 {step} 步 {people} 人同时轮换。",
    "No seat is free to step aside to: in step {step} {people} people change places in a circle at the same time.",
)
WORKS = Text(
    "第 {step} 步拆墙合并成 {room};此前只剩要留在其中的 {people} 人。",
    "In step {step} walls go and {room} arises; only the {people} people who stay in it are left there before.",
)


@dataclass(frozen=True, slots=True)
class Move:
    """One person goes from one room ("" for none) to another; moves of one step happen at the same time.

    ``swing`` marks a move to a seat that is not the person's target, to make room for others.
    """

    step: int
    occupant: str
    from_room: str
    to_room: str
    swing: bool = False


@dataclass(frozen=True, slots=True)
class MovePlan:
    """An order of moves, or why there is none (``refused``, and then no moves at all)."""

    moves: tuple[Move, ...] = ()
    remarks: tuple[Text, ...] = ()
    refused: tuple[Text, ...] = ()

    @property
    def swing_moves(self) -> int:
        """Return how many moves are only made to make room."""
        return sum(move.swing for move in self.moves)


def plan_moves(case: Case, now: Mapping[str, str], target: Mapping[str, str]) -> MovePlan:
    """Return an order in which everybody gets from ``now`` to ``target`` with as few extra moves as possible.

    After every step no room holds more people than it can (area / least area a person, or its workstations), or than
    it holds today. Among the moves that can be made, those come first that put nobody into a room with people of
    another org unit or with a leader; then they go unit by unit. A joined room opens, in one step, once only people who
    stay in it are left in its members. Fewest extra moves are certain where no rooms are joined.
    """
    refused = _refusals(case, now, target)
    if refused:
        return MovePlan(refused=tuple(refused))
    run = _Run(case, now, target)
    run.break_full_groups()
    run.make_all()
    while run.left:
        if not (run.step_aside() or run.go_round()):
            return MovePlan(refused=(NO_ORDER.format(people=len(run.left)),))
        run.make_all()
    return MovePlan(tuple(run.moves), tuple(run.remarks))


def _refusals(case: Case, now: Mapping[str, str], target: Mapping[str, str]) -> list[Text]:
    place = {p.id: p for p in (*case.joined, *case.places)}
    found = [NO_TARGET.format(who=p.id) for p in case.people if target.get(p.id, "") not in place]
    today = Counter(now.get(p.id, "") for p in case.people)
    later = Counter(target[p.id] for p in case.people if p.id in target)
    for room, people in later.items():
        if room in place and people > (seats := max(place[room].seats(case.choices.least_m2), today[room])):
            found.append(OVERFULL.format(room=place[room].number or room, people=people, seats=seats))
    taken = {room for room in later if room in place and not place[room].members}
    for joined in case.joined:
        for member in joined.members if later[joined.id] else ():
            if member in taken:
                found.append(MEMBER_IN_USE.format(room=member, joined=joined.number or joined.id))
            taken.add(member)
    return found


class _Run:
    """The moves not yet made (``left``: person to (from, to)) and the free seats of every room."""

    def __init__(self, case: Case, now: Mapping[str, str], target: Mapping[str, str]) -> None:
        self.case = case
        self.place: dict[str, Place] = {p.id: p for p in (*case.joined, *case.places)}
        self.person = {p.id: p for p in case.people}
        self.at = {p.id: now.get(p.id, "") for p in case.people}
        self.inside: dict[str, set[str]] = defaultdict(set)
        for who, room in self.at.items():
            self.inside[room].add(who)
        self.left = {who: (room, target[who]) for who, room in self.at.items() if room != target[who]}
        self.out: dict[str, set[str]] = defaultdict(set)
        self.into: dict[str, set[str]] = defaultdict(set)
        for who, (a, b) in self.left.items():
            self.out[a].add(who)
            self.into[b].add(who)
        self.closed = {p.id: p for p in case.joined if self.into[p.id] and not self.inside[p.id]}
        self.no_more = {member for p in self.closed.values() for member in p.members}
        self.free = {room: self._seats(p) - len(self.inside[room]) for room, p in self.place.items()}
        self.free.update(dict.fromkeys((*self.closed, *self.no_more), 0))
        self.moves: list[Move] = []
        self.remarks: list[Text] = []
        self.stepped_aside: set[str] = set()
        self._ready: list[tuple[tuple[int, str, str, str], str]] = []
        self._works()

    def _seats(self, place: Place) -> int:
        return max(place.seats(self.case.choices.least_m2), len(self.inside[place.id]))

    # -- making moves ----------------------------------------------------------------------------------------------

    def make_all(self) -> None:
        """Make moves as long as there are any that can be made."""
        for who in self.left:
            self._offer(who)
        self._drain()

    def _drain(self) -> None:
        while self._ready:
            key, who = heapq.heappop(self._ready)
            if who not in self.left or self.free[self.left[who][1]] < 1:
                continue  # offered again when a seat gets free there
            if key != self._key(who):
                self._offer(who)
            elif self._leaves_a_way(who):
                self._go([(who, self.left[who][1])])

    def _offer(self, who: str) -> None:
        if self.free[self.left[who][1]] > 0:
            heapq.heappush(self._ready, (self._key(who), who))

    def _key(self, who: str) -> tuple[int, str, str, str]:
        """Return what moves are sorted by: strangers met in the new room, org unit, then where people come from."""
        person, (a, b) = self.person[who], self.left[who]
        came_from = self.place[a].storey if a in self.place else ""
        return self._strangers(person, b), person.org_unit, came_from, a

    def _strangers(self, person: Person, room: str) -> int:
        others = [self.person[other] for other in self.inside[room]]
        alone = self.case.single(person)
        return sum(o.org_unit != person.org_unit or alone or self.case.single(o) for o in others)

    def _leaves_a_way(self, who: str) -> bool:
        """Return whether the moves that hang together with the new room still have a free seat after this move."""
        a, b = self.left[who]
        if self.free[b] > 1 or not self.out[b]:
            return True
        self._forget(who)
        seen, waiting, found = {b}, [b], False
        while waiting and not found:
            room = waiting.pop()
            near = {self.left[w][1] for w in self.out[room]} | {self.left[w][0] for w in self.into[room]} - {""}
            for other in near - seen:
                seen.add(other)
                waiting.append(other)
                found = found or other == a or self.free.get(other, 1) > 0 or other in self.closed
        self._remember(who, a, b)
        return found

    def _forget(self, who: str) -> None:
        a, b = self.left[who]
        self.out[a].discard(who)
        self.into[b].discard(who)

    def _remember(self, who: str, a: str, b: str) -> None:
        self.left[who] = (a, b)
        self.out[a].add(who)
        self.into[b].add(who)

    def _go(self, together: Iterable[tuple[str, str]], *, swing: bool = False) -> None:
        """Make moves of one step: everyone leaves, then everyone arrives."""
        step = self.moves[-1].step + 1 if self.moves else 1
        together = list(together)
        for who, room in together:
            a, b = self.left[who]
            self._forget(who)
            self.inside[a].discard(who)
            if a in self.free and a not in self.no_more:
                self.free[a] += 1
            if swing:
                self._remember(who, room, b)
            else:
                del self.left[who]
            self.moves.append(Move(step, who, a, room, swing))
        for who, room in together:
            self.inside[room].add(who)
            self.free[room] -= 1
        left = {move.from_room for move in self.moves[-len(together) :]}
        for waiting in sorted({w for room in left for w in self.into[room]}):
            self._offer(waiting)
        if left & self.no_more:
            self._works()

    def _works(self) -> None:
        """Open joined rooms whose members hold only people who stay in them."""
        for joined in list(self.closed.values()):
            if joined.id not in self.closed:
                continue  # opened by what the one before set free
            stay = sorted(self.into[joined.id] & {w for m in joined.members for w in self.inside[m]})
            if len(stay) < sum(len(self.inside[m]) for m in joined.members):
                continue
            del self.closed[joined.id]
            self.free[joined.id] = joined.seats(self.case.choices.least_m2)
            step = self.moves[-1].step + 1 if self.moves else 1
            if stay:
                text = WORKS.format(step=step, room=joined.number or joined.id, people=len(stay))
                self.remarks.append(text)
                self._go([(who, joined.id) for who in stay])
            for who in sorted(self.into[joined.id]):
                self._offer(who)

    # -- where people wait for one another -------------------------------------------------------------------------

    def break_full_groups(self) -> None:
        """Let one person of every group of full rooms step aside, while seats are still free, and empty the group."""
        for rooms in self._groups():
            hangs_on = rooms & (self.closed.keys() | self.no_more) or any(
                self.out[r] and r not in self.free for r in rooms
            )
            if not hangs_on and not any(self.free[room] > 0 for room in rooms):
                self._step_aside_from(rooms)
                self._drain()

    def step_aside(self) -> bool:
        """Let someone step aside who is waited for; return whether anyone could."""
        members = [m for joined in self.closed.values() for m in joined.members]
        leaving = {who for m in members for who in self.out[m] if self.left[who][1] not in self.closed}
        if leaving - self.stepped_aside and self._aside(leaving):
            return True
        return self._aside(self.left)

    def go_round(self) -> bool:
        """Let people of one circle change places at the same time; return whether there is a circle."""
        for start in sorted(self.left):
            path: list[str] = []
            at: dict[str, int] = {}
            room = self.left[start][0]
            while room and room not in at:
                at[room] = len(path)
                ways = [who for who in self.out[room] if self.left[who][1] not in self.closed]
                path += [min(ways)] if ways else []
                room = self.left[path[-1]][1] if ways else ""
            if room:
                circle = path[at[room] :]
                step = self.moves[-1].step + 1 if self.moves else 1
                text = SWAP if len(circle) == 2 else ROUND
                self.remarks.append(text.format(step=step, people=len(circle)))
                self._go([(who, self.left[who][1]) for who in circle])
                return True
        return False

    def _groups(self) -> list[set[str]]:
        """Return the rooms that hang together by moves not yet made; having no room connects nobody."""
        seen: set[str] = set()
        found = []
        for start in sorted({room for way in self.left.values() for room in way} - {""}):
            if start in seen:
                continue
            group, waiting = {start}, [start]
            while waiting:
                room = waiting.pop()
                near = {self.left[w][1] for w in self.out[room]} | {self.left[w][0] for w in self.into[room]} - {""}
                waiting += near - group
                group |= near
            seen |= group
            found.append(group)
        return found

    def _step_aside_from(self, rooms: set[str]) -> bool:
        return self._aside({who for room in rooms for who in self.out[room]}, rooms)

    def _aside(self, people: Iterable[str], but: Iterable[str] = ()) -> bool:
        """Move one of ``people`` to the free seat that suits best; return whether there was one."""
        but = {*but, *self.no_more, *self.case.choices.kept_rooms, *(p.id for p in self.case.joined)}
        seats = [p for p in self.case.places if self.free[p.id] > 0 and p.id not in but]
        best: tuple[tuple[object, ...], str, str] | None = None
        for who in sorted(set(people) - self.stepped_aside):
            here = self.place.get(self.at[who])
            if here is None:
                continue
            for seat in seats:
                far = (seat.building != here.building, seat.storey != here.storey)
                cost = (self._strangers(self.person[who], seat.id), len(self.into[seat.id]) > 0, *far, who, seat.id)
                if best is None or cost < best[0]:
                    best = cost, who, seat.id
        if best is None:
            return False
        self.stepped_aside.add(best[1])
        self._go([(best[1], best[2])], swing=True)
        return True
