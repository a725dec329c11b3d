"""What a measurement basis is made of: one record per rule, each with its clause and how sure we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

from geometry.finding import Text
from geometry.plan import ElementKind

# verified: the text itself was read; excerpt: a public excerpt of it was read; recalled: secondary knowledge, to be
# checked against the standard before anyone relies on it; derived: follows from another rule or is our own reading.
Confidence = Literal["verified", "excerpt", "recalled", "derived"]
WallFace = Literal["finished", "structural"]
RevealKind = Literal["none", "to-floor", "full-height-glazing", "dominant-face"]

# The kinds of element a basis may take off, in the order in which they are taken off. Walls come first, so that a
# column half inside a wall is only charged with the part that stands in the room; bodies come before holes in the slab,
# so that a shaft is a shaft and not its own slab opening.
OBSTACLE_KINDS: tuple[ElementKind, ...] = (
    "wall",
    "curtain-wall",
    "partition",
    "column",
    "pier",
    "chimney",
    "shaft",
    "duct",
    "lift",
    "stair",
    "built-in",
    "apparatus",
    "slab-opening",
)


@dataclass(frozen=True, slots=True)
class FaceRule:
    """The face of the enclosing walls to which the outline is measured."""

    face: WallFace
    clause: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ObstacleRule:
    """How one kind of body standing in a room counts.

    With ``deducted`` it is taken off if its whole plan area is over ``over_area_m2`` and not over ``up_to_area_m2``,
    its top is over ``over_height_m`` above the floor, and it projects ``from_projection_m`` or more from the outline.
    """

    deducted: bool
    clause: str
    confidence: Confidence
    over_area_m2: float = 0.0
    up_to_area_m2: float = inf
    over_height_m: float = 0.0
    from_projection_m: float = 0.0


@dataclass(frozen=True, slots=True)
class HeadroomRule:
    """Shares counted under low ceilings: (below this clear height in metres, this share), rising; above, all counts."""

    weights: tuple[tuple[float, float], ...]
    clause: str
    confidence: Confidence

    def share(self, height_m: float) -> float:
        """Return the share of area (0 to 1) counted at a clear height in metres."""
        return next((share for below_m, share in self.weights if height_m < below_m), 1.0)


@dataclass(frozen=True, slots=True)
class LimitedUseRule:
    """Area under less than ``below_m`` clear height is stated apart, not taken off."""

    below_m: float
    clause: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class RevealRule:
    """When the floor of a window reveal is added to the outline.

    ``to-floor``: the window reaches the floor and the reveal is deeper than ``over_depth_m``. ``full-height-glazing``:
    glazed over the whole clear height. ``dominant-face``: glazed over more than ``glazed_share`` of the clear height,
    or exactly that share where ``inclusive``.
    """

    kind: RevealKind
    clause: str
    confidence: Confidence
    over_depth_m: float = 0.0
    glazed_share: float = 0.5
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class RoomRule:
    """Whether the area of a side room (rest room, private toilet) counts towards the area of the office it serves.

    The rule decides which spaces are summed for a person, never the area of one space.
    """

    counted: bool
    clause: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Basis:
    """One way to measure rooms; the ledger of an area cites the clauses of these rules."""

    id: str
    title: Text
    version: str
    wall_face: FaceRule
    walls: ObstacleRule  # bodies of enclosing walls that reach into a drawn outline
    partitions: ObstacleRule
    columns: ObstacleRule
    piers: ObstacleRule
    chimneys: ObstacleRule
    shafts: ObstacleRule
    ducts: ObstacleRule
    lifts: ObstacleRule
    stairs: ObstacleRule
    slab_openings: ObstacleRule
    built_ins: ObstacleRule
    apparatus: ObstacleRule
    headroom: HeadroomRule
    reveal: RevealRule
    rest_room: RoomRule
    toilet: RoomRule
    limited_use: LimitedUseRule | None = None
    not_applied: tuple[Text, ...] = ()  # what the standard asks and a plan of one storey cannot answer

    def obstacle_rules(self) -> Mapping[ElementKind, ObstacleRule]:
        """Return the rule per kind of element, in the order in which elements are taken off."""
        rules = (
            self.walls,
            self.walls,
            self.partitions,
            self.columns,
            self.piers,
            self.chimneys,
            self.shafts,
            self.ducts,
            self.lifts,
            self.stairs,
            self.built_ins,
            self.apparatus,
            self.slab_openings,
        )
        return dict(zip(OBSTACLE_KINDS, rules, strict=True))
