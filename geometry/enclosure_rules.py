"""The numbers that decide what encloses a room where a model has no spaces, each with its reason.

They are rules of reading a drawing, not tolerances of computing: change them per call through ``derive_spaces``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnclosureRules:
    """Heights, gaps and sizes (metres, m²) by which walls become rooms."""

    # -- what counts as a wall --
    cut_height_m: float = 1.2  # above the floor: through doors and windows, above parapets, where plans are drawn
    low_cut_height_m: float = 0.2  # under a sloping roof, where knee walls end below the usual cut
    min_wall_height_m: float = 2.0  # toilet cubicles and counters are lower
    min_wall_thickness_m: float = 0.04  # linings, sheathing and cubicle panels are thinner
    max_closer_thickness_m: float = 0.6  # a curtain wall or door thicker than this is a box around something else
    roof_touch_m: float = 0.05  # a wall that ends this close below the roof ends at the roof

    # -- storeys --
    same_level_m: float = 0.6  # floors nearer than this are one storey drawn twice (structure and finish)
    split_level_m: float = 0.9  # wall bases this far from every storey are a level of their own
    min_headroom_m: float = 1.8  # lower is a crawl space or a cavity
    min_level_wall_m: float = 8.0  # plan length of walls below which a base height is no level

    # -- gaps --
    close_gap_m: float = 0.05  # buffered out and in: walls up to twice this apart touch
    extend_m: float = 0.5  # a wall that ends short of another by less was meant to reach it: nobody passes there
    doorway_m: float = 1.3  # two wall ends in one line, this far apart, are the sides of a door that was not drawn

    # -- what is a room --
    min_half_width_m: float = 0.3  # empty after shrinking by this: cavity or sliver
    shaft_area_m2: float = 1.5  # smaller and without a door: shaft
    column_area_m2: float = 2.0  # a hole in a room up to this size is a column

    # -- merged rooms --
    max_wall_line_gap_m: float = 5.0  # a wall line interrupted further is not closed, only reported …
    max_suspect_gap_m: float = 12.0  # … up to here: folding partitions, counters
    max_mouth_m: float = 4.0  # a wall face is carried on across a passage up to this wide
    split_region_m2: float = 50.0  # smaller regions are not cut, only flagged: niches and privacy screens
    split_part_m2: float = 6.0  # a part cut off is a room of its own from this size on …
    split_part_necks: float = 1.25  # … and from this many times the squares on its necks together
    suspect_part_m2: float = 4.0  # for flagging it is enough to be this large …
    suspect_depth_m: float = 1.8  # … and this deep behind the neck
    slot_m: float = 0.5  # nobody passes a slot this narrow: it separates rooms whatever their size
    slot_part_m2: float = 1.0

    # -- sheathing --
    sheathing_share: float = 0.5  # of the plan length of all walls being thinner than the minimum
