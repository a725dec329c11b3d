"""The rules of an open-plan layout as data: each number with its source, and whether it binds or is only wished for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from geometry.finding import Text

Strength = Literal["hard", "preferred"]


@dataclass(frozen=True, slots=True)
class Module:
    """A workstation: ``width_m`` along the edge where the person sits, ``depth_m`` across the desk top."""

    width_m: float
    depth_m: float


MODULES: Mapping[str, Module] = {
    "1.2x0.6": Module(1.2, 0.6),
    "1.4x0.7": Module(1.4, 0.7),
    "1.6x0.8": Module(1.6, 0.8),
}
DEFAULT_MODULE = "1.4x0.7"


@dataclass(frozen=True, slots=True)
class Rule:
    """One number of a profile: ``hard`` must hold, ``preferred`` (None: the same) is kept where it costs no seat."""

    hard: float
    preferred: float | None
    source: Text

    @property
    def wished(self) -> float:
        """Return the preferred value, or the hard one where none is stated."""
        return self.hard if self.preferred is None else self.preferred


PRACTICE = Text("国内办公布置惯例", "practice of office layout in China")
OWN = Text("本项目取值", "chosen by this project")


@dataclass(frozen=True, slots=True)
class Profile:
    """All rules of one layout. Lengths in metres, areas in m².

    The chair zone of a workstation is ``back_to_back_m / 2`` deep and its own; ``chair_to_wall_m`` behind the desk is
    free of walls, obstacles and other desks. ``dead_end_workstations`` is how many sit one behind the other between
    an aisle and the end of their row.
    """

    id: str
    module: Module
    back_to_back_m: Rule = field(default=Rule(1.6, 1.8, PRACTICE))
    chair_to_wall_m: Rule = field(default=Rule(1.0, 1.4, PRACTICE))
    secondary_aisle_m: Rule = field(default=Rule(0.9, 1.2, PRACTICE))
    main_aisle_m: Rule = field(default=Rule(1.2, None, PRACTICE))
    main_aisle_many_m: Rule = field(default=Rule(1.5, None, PRACTICE))
    many_people: int = 25
    no_main_aisle_up_to: int = 5  # ASR A1.8: 0.90 m serves up to five people
    door_square_m: Rule = field(default=Rule(1.5, None, OWN))
    turning_circle_m: Rule = field(default=Rule(1.5, None, Text("无障碍轮椅回转", "turning circle of a wheelchair")))
    area_per_person_m2: Rule | None = field(
        default=Rule(
            6.0, None, Text("JGJ/T 67-2019 普通办公室每人使用面积", "JGJ/T 67-2019, ordinary office, per person")
        )
    )
    dead_end_workstations: int = 4
    window_distance_m: Rule = field(default=Rule(6.0, None, OWN))
    travel_m: Rule = field(default=Rule(30.0, 22.0, Text("房间内最远点至门的距离", "from the farthest seat to a door")))

    @property
    def chair_zone_m(self) -> float:
        """Return the depth of the zone behind a desk that belongs to its occupant alone."""
        return self.back_to_back_m.hard / 2

    def main_aisle_for(self, people: int) -> float:
        """Return the clear width of the main aisle for a number of people."""
        if people <= self.no_main_aisle_up_to:
            return self.secondary_aisle_m.hard
        return self.main_aisle_many_m.hard if people > self.many_people else self.main_aisle_m.hard

    def roomy(self) -> Profile:
        """Return the profile with every preferred value made binding."""
        return replace(
            self,
            back_to_back_m=_firm(self.back_to_back_m),
            chair_to_wall_m=_firm(self.chair_to_wall_m),
            secondary_aisle_m=_firm(self.secondary_aisle_m),
        )


def _firm(rule: Rule) -> Rule:
    return Rule(rule.wished, None, rule.source)


def profile(module: str = DEFAULT_MODULE, *, area_per_person: bool = True) -> Profile:
    """Return the starting profile for a workstation module; ``area_per_person`` off leaves only what geometry allows.

    Raises ``KeyError`` for a module that is not in ``MODULES``.
    """
    made = Profile(f"open-plan-{module}", MODULES[module])
    return made if area_per_person else replace(made, area_per_person_m2=None)
