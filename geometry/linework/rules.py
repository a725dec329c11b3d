"""The numbers that decide what drawn lines enclose, each with its reason; all in metres or m².

They are rules of reading a drawing, not tolerances of computing (those are in ``geometry.tolerances``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineworkRules:
    """Thicknesses, gaps and sizes by which lines become walls, openings and rooms."""

    # -- walls --
    min_wall_m: float = 0.02  # two panes or sheets drawn apart; closer lines are one line drawn twice
    max_wall_m: float = 0.60  # two parallel lines up to this far apart are the faces of one wall

    # -- gaps in walls --
    extend_m: float = 0.5  # a wall that ends short of another by less was meant to reach it: nobody passes there
    doorway_m: float = 1.3  # two wall ends in one line, this far apart, are the sides of a door that was not drawn
    sign_m: float = 6.0  # a door or window that is drawn closes a gap up to this wide
    open_gap_m: float = 5.0  # wider than a door and without one: closed only where it is said of the room
    sign_reach_m: float = 0.15  # a door leaf drawn beside its opening still belongs to it
    sign_share: float = 0.5  # of a gap's width that lies within the drawn door or window

    # -- rooms --
    min_half_width_m: float = 0.3  # empty after shrinking by this: a wall, a cavity, a sliver
    column_area_m2: float = 2.0  # a closed loop inside a room up to this size, without a label, is a column
    suspect_part_m2: float = 4.0  # a wall that breaks off is worth a word if both sides are this large
    label_reach_m: float = 1.0  # a label this far outside of a room may still be the one of a small room


RULES = LineworkRules()
