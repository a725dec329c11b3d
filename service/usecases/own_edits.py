"""Places changed by hand: what could not be applied is said, the rest is judged like any scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geometry.finding import Text
from service.allocation.consolidation.records import Case, Conflict, Scenario
from service.allocation.situation import Situation
from service.errors import InvalidRequestError
from service.usecases.scenario_result import Json, rates_of, result_of

NO_PERSON: Final = Text(
    "使用人“{id}”不在这个方案的人员中,这一项未采用。",
    "The occupant “{id}” is not among the people of this scenario; the edit was not applied.",
)
NO_PLACE: Final = Text(
    "房间“{id}”不参加安排(不是办公室、面积未知或不在所选建筑内),使用人“{who}”的调整未采用。",
    "The room “{id}” takes no part (no office, no known area, or not in the chosen buildings); the edit for the "
    "occupant “{who}” was not applied.",
)
NOT_LAID_OUT: Final = Text(
    "合并房间“{id}”在起点方案中没有使用,没有经过检查的布置,使用人“{who}”的调整未采用。",
    "The joined room “{id}” is not used in the scenario the edit began with and has no checked layout; the edit for "
    "the occupant “{who}” was not applied.",
)


TWICE: Final = Text(
    "使用人“{who}”在调整中列了两次,不知以哪一项为准;一项都没有采用,请每人只列一项。",
    "The occupant “{who}” is listed twice in the edit, so it is not clear which one counts; nothing was applied. List "
    "everyone once.",
)


def refuse_twice(edits: Sequence[Mapping[str, Any]]) -> None:
    """Raise ``invalid-request`` where somebody is to sit in two places."""
    for who, count in Counter(edit["occupant"] for edit in edits).items():
        if count > 1:
            raise InvalidRequestError("invalid-request", TWICE.format(who=who[:80]))


@dataclass(frozen=True, slots=True)
class OwnEdit:
    """What an own edit stands on: the case, the situation it was made from, and the joined rooms laid out so far.

    ``now`` is None for cases kept by earlier versions; ``known`` is a result of the same case.
    """

    case: Case
    now: Situation | None
    joined: Sequence[Json]
    known: Json | None

    def result(
        self, room_of: Mapping[str, str], edits: Sequence[Mapping[str, Any]], *, rates: Mapping[str, Any]
    ) -> Json:
        """Return what comes of some edits of the places of people."""
        after, skipped = self._edited(room_of, edits)
        return result_of(
            self.case,
            Scenario("own", after),
            rates=rates_of(rates),
            now=self.now,
            joined=self.joined,
            more=skipped,
            known=self.known,
        )

    def _edited(
        self, room_of: Mapping[str, str], edits: Sequence[Mapping[str, Any]]
    ) -> tuple[dict[str, str], tuple[Conflict, ...]]:
        """Return the places after some edits, and what could not be applied."""
        people = {person.id for person in self.case.people}
        joined = {place.id for place in self.case.joined}
        places = {place.id for place in self.case.places} | {row["space"] for row in self.joined}
        after, skipped = dict(room_of), []
        for edit in edits:
            who, where = edit["occupant"], edit["space"]
            if who not in people:
                skipped.append(Conflict("not-applied", NO_PERSON.format(id=who[:80]), (who,)))
            elif where is None:
                after.pop(who, None)
            elif where not in places:
                text = NOT_LAID_OUT if where in joined else NO_PLACE
                skipped.append(Conflict("not-applied", text.format(id=where[:80], who=who), (who, where)))
            else:
                after[who] = where
        return after, tuple(skipped)
