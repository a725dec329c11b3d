"""Every tolerance of the geometry: name with its unit, value, reason.

A number that decides how close is "the same" belongs here, not beside the code that compares with it. Numbers that a
measurement standard prescribes are no tolerances: they are in ``geometry.basis``.
"""

from __future__ import annotations

from typing import Final

# -- areas -------------------------------------------------------------------------------------------------------------

# The ledger is promised to sum to this; 1 mm² is four orders below the last printed digit (0.01 m²).
LEDGER_M2: Final = 1e-6

# An element that covers less of a room than 1 cm² only touches it, whatever its shape.
OBSTACLE_M2: Final = 1e-4

# A wall that covers a strip of a room narrower than half a millimetre touches it: two chords of one arc, drawn apart,
# leave its sagitta between them, and files write lengths to the nearest 0.1 mm.
TOUCH_M: Final = 5e-4

# Lower than 10 cm is skirting, a kerb or the storey's own slab, which every standard here ignores.
OBSTACLE_HEIGHT_M: Final = 0.10

# A body that begins higher than this hangs over a floor on which a person still stands: 1.5 m is the lowest headroom
# that RICS NIA and IPMS still accept as ordinary use. Ventilation ducts under the ceiling are the usual case.
OBSTACLE_REACH_M: Final = 1.50

# A hole belongs to a room if it ends no deeper than this below the floor finish: raised floors reach 0.5 m.
SLAB_DEPTH_M: Final = 0.60

# What a rule compares with its limit is a measured number: 2.0999999 m is 2.1 m, and a shaft of 1 m by 1 m stays one of
# 1.0 m² when the plan is turned.
RULE_M: Final = 1e-6
RULE_M2: Final = 1e-6

# A window belongs to a room whose outline it touches; plaster of up to 2 cm may lie between the two.
REVEAL_TOUCH_M: Final = 0.02

# A sill within 2 cm of the floor finish is a window down to the floor.
FLOOR_SILL_M: Final = 0.02

# The edge of a headroom region lies on the room's outline only up to rounding.
RIM_TOUCH_M: Final = 1e-6

# Glazing shares are quotients of two measured heights; equal within this means equal.
SHARE: Final = 1e-6

# -- neighbouring rooms ------------------------------------------------------------------------------------------------

# A corner within 2 mm of a neighbour's edge was meant to lie on it: half of what a laser rangefinder resolves.
NODE_M: Final = 0.002

# Two rooms may share 10 cm² by rounding of their corners (1 mm along a 1 m edge); more is an overlap to report.
OVERLAP_M2: Final = 1e-3

# Outlines that run apart less than 2 cm were meant to touch: no wall is thinner.
GAP_M: Final = 0.02

# Rooms whose height ranges share less than this lie above one another (mezzanine), not in one another.
HEIGHT_OVERLAP_M: Final = 0.10

# -- doors -------------------------------------------------------------------------------------------------------------

# From the face of a door to where its room is looked for: a leaf modelled on one side of a 240 mm wall still finds the
# room behind the other side, and no room is so narrow that this reaches through it.
DOOR_REACH_M: Final = 0.35

# The middle part of a door's width that is looked at: its frame may stand before the wall of the next room.
DOOR_MIDDLE_SHARE: Final = 0.7

# A room lies behind a door if it covers a tenth of what is looked at there, and a third of what the best room covers:
# a door between two rooms and the end of a partition leads into both.
DOOR_COVER_SHARE: Final = 0.1
DOOR_RIVAL_SHARE: Final = 1 / 3

# Rooms that touch without a wall between them along 0.6 m are one way: people pass sideways from 0.6 m on.
PASSAGE_M: Final = 0.60

# An opening without a leaf is a way if it reaches down to a kerb and lets a person stand; hatches and niches do not.
PASSAGE_SILL_M: Final = 0.35
PASSAGE_HEIGHT_M: Final = 1.80

# -- verdicts ----------------------------------------------------------------------------------------------------------

# A modelled 18 m² room is 18.000000004 in floating point; it is not over an 18 m² limit.
VERDICT_M2: Final = 1e-6

# -- certificates ------------------------------------------------------------------------------------------------------

# A certified area holds as long as a new state of the room agrees with what was printed: 0.01 m² is its last digit.
# Where the area was measured with an expanded uncertainty U above that, a difference within U shows no change.
CERTIFIED_AREA_M2: Final = 0.01

# -- solids and their sections -----------------------------------------------------------------------------------------

# Directions of placements are written with about nine digits; closer to level than this is level.
LEVEL: Final = 1e-9

# A plane through a vertex of a mesh decides nothing; 1 µm beside it the section is the same to the eye.
SECTION_STEP_M: Final = 1e-6

# Triangles of one face meet at corners rounded differently; on a grid of 0.1 µm they meet again.
MESH_GRID_M: Final = 1e-7

# Curved walls become chords that leave the arc by at most 0.1 mm, a twentieth of what a laser rangefinder resolves;
# 1.1 chords per 10 cm at a radius of 10 m.
ARC_SAGITTA_M: Final = 1e-4

# -- outlines ----------------------------------------------------------------------------------------------------------

# Two corners of one outline closer than 1 µm are one corner written twice.
SAME_POINT_M: Final = 1e-6

# Parts and holes of an outline under 1 cm² come from rounding at the seams of several bodies.
SLIVER_M2: Final = 1e-4

# What changes an outline by less than 1 mm² (and less than the share below) is rounding where arcs and lines meet, no
# repair anybody would look at: areas are printed to 0.01 m².
REPAIR_M2: Final = 1e-6

# In a region smaller than a tenth of a square metre a sliver is what makes up less than a thousandth of it.
SLIVER_SHARE: Final = 1e-3

# -- walls -------------------------------------------------------------------------------------------------------------

# Thinner or lower walls stand in a room (toilet cubicles, parapets, cladding panels), they do not enclose one.
PARTITION_THICKNESS_M: Final = 0.04
PARTITION_HEIGHT_M: Final = 2.0

# A room of which walls and columns cover more than this share reaches into them; below it, corners were rounded.
WALL_OVERLAP_SHARE: Final = 0.005

# -- drawn lines -------------------------------------------------------------------------------------------------------

# Lines meet on a grid of 10 nm: a turned plan keeps its areas to 1e-7 m², and ends that were computed twice become one.
LINE_GRID_M: Final = 1e-8

# Files write a millimetre with one decimal and arcs become chords: ends this far apart are one point, no gap.
LINE_ROUNDING_M: Final = 2e-4

# A line that stops up to 5 cm short of another was meant to reach it: half of the thinnest wall that is built.
LINE_GAP_M: Final = 0.05

# -- heights and storeys -----------------------------------------------------------------------------------------------

# No room is lower or higher; outside of this a body was most likely written in another unit than its file.
ROOM_HEIGHT_M: Final = (1.8, 20.0)

# Storeys closer than this are one storey drawn twice: no split level is lower than two steps.
TWIN_STOREY_M: Final = 0.30

# An element may hang below or stand above its storey's floor by this much (screed, kerb, slab build-up).
STOREY_SLACK_M: Final = 0.60

# Beyond 10 km from the origin a coordinate in double precision leaves under 1e-9 relative accuracy to products of two
# coordinates, which is what areas are; such models are moved, by whole hundreds of metres to keep the move legible.
FAR_AWAY_M: Final = 10_000.0
FRAME_STEP_M: Final = 100.0

# -- declared areas ----------------------------------------------------------------------------------------------------

# Healthy rooms agree with the authoring tool within 0.01 %; above 1 % the two measure something different.
DECLARED_SHARE: Final = 0.01

# Two declared values this close are one value written twice with fewer digits.
DECLARED_SAME_SHARE: Final = 1e-4

# An explanation (a cut height, an overlap, a recess) must reproduce the declared value to half of what counts as a
# difference, or chance would explain every third room.
EXPLAINED_SHARE: Final = 0.005

# Half of a thin partition with its plaster, and half of a thick outer wall: offsets between are wall centres.
WALL_CENTRE_M: Final = (0.02, 0.30)

# Cut heights and their halved strips offer a dozen values per room, so chance fits are kept under one in twenty.
HEADROOM_SHARE: Final = 0.002

# A wall belongs to a room's boundary if its face runs within 5 cm of it (plaster, claddings).
WALL_FACE_M: Final = 0.05

# A factor prescribed by a rule is exact, but files round its result to 0.01 m².
FACTOR_SPREAD: Final = 2e-4
DECLARED_ROUNDING_M2: Final = 0.0051

# A room smaller than a cupboard or larger than a hall of 5 ha was drawn in another unit.
ROOM_AREA_M2: Final = (0.05, 50_000.0)

# Outlines that share this much of what they cover together are one room modelled twice.
SAME_ROOM_IOU: Final = 0.95

# Parts that cover this much of a whole leave nothing of it to measure: the rest is the walls drawn between them.
PARTS_COVER_SHARE: Final = 0.95

# Walls take up to a fifth of a zone drawn around several rooms; rooms that stand free in a hall leave more of it.
ZONE_COVER_SHARE: Final = 0.80
