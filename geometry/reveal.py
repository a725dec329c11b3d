"""Which window reveals a basis adds to a room: the strip of floor between the wall face and the glass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import shapely

from geometry.basis_rules import RevealRule
from geometry.overlay import common, together, without
from geometry.plan import Opening
from geometry.region import Region
from geometry.tolerances import FLOOR_SILL_M, OBSTACLE_M2, REVEAL_TOUCH_M, RULE_M, SHARE


@dataclass(frozen=True, slots=True)
class RevealStrip:
    """Floor of one window's reveal outside the wall face, storey-local metres; ``clear_height_m`` is under its head."""

    opening_id: str
    region: Region
    clear_height_m: float


@dataclass(frozen=True, slots=True)
class Reveals:
    """The strips a rule adds, and the windows of the room for which the model does not say enough to decide."""

    strips: tuple[RevealStrip, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def regions(self) -> list[Region]:
        """The plan regions of the strips."""
        return [strip.region for strip in self.strips]


def reveals(
    face: Region,
    windows: Iterable[Opening],
    *,
    rule: RevealRule,
    floor_z_m: float | None = None,
    clear_height_m: float | None = None,
) -> Reveals:
    """Return the reveal strips that ``rule`` adds outside ``face``, the finished wall face in storey-local metres.

    ``clear_height_m`` is the height from floor to a flat ceiling; it gives the glazed share where the window does not
    state one. A window that does not touch ``face`` belongs to another room and is passed over.
    """
    if rule.kind == "none":
        return Reveals()
    strips: list[RevealStrip] = []
    undecided: list[str] = []
    taken = face
    for window in sorted(windows, key=lambda w: w.id):
        if window.kind != "window" or not shapely.dwithin(window.footprint, face, REVEAL_TOUCH_M):
            continue
        added = _is_added(window, rule, floor_z_m, clear_height_m)
        if added is None:
            undecided.append(window.id)
        elif added and window.reveal_depth_m is not None:
            reach = shapely.buffer(face, window.reveal_depth_m, join_style="mitre")
            strip = without(common(window.footprint, reach), taken)
            if strip.area >= OBSTACLE_M2:
                strips.append(RevealStrip(window.id, strip, window.z_max_m - window.z_min_m))
                taken = together((taken, strip))
    return Reveals(tuple(strips), tuple(undecided))


def glazed_share(window: Opening, clear_height_m: float | None) -> float | None:
    """Return glazed height over floor-to-ceiling height (0 to 1), or None where neither is known.

    Without a stated share the whole opening counts as glass: frames are not modelled as a part of it.
    """
    if window.glazed_height_share is not None:
        return window.glazed_height_share
    if clear_height_m is None or clear_height_m <= 0:
        return None
    return min(1.0, (window.z_max_m - window.z_min_m) / clear_height_m)


def _is_added(window: Opening, rule: RevealRule, floor_z_m: float | None, clear_height_m: float | None) -> bool | None:
    """Return whether the reveal counts under ``rule``; None where the model does not say."""
    depth_m = window.reveal_depth_m
    if rule.kind == "to-floor":
        sill_m = window.sill_m
        if sill_m is None and floor_z_m is not None:
            sill_m = window.z_min_m - floor_z_m
        if sill_m is not None and sill_m > FLOOR_SILL_M:
            return False
        if depth_m is None or sill_m is None:
            return None
        return depth_m > rule.over_depth_m + RULE_M
    share = glazed_share(window, clear_height_m)
    if share is None:
        return None
    if rule.kind == "full-height-glazing":
        dominant = share >= 1.0 - SHARE
    else:
        margin = -SHARE if rule.inclusive else SHARE
        dominant = share > rule.glazed_share + margin
    if not dominant:
        return False
    return None if depth_m is None else True
