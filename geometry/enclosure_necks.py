"""Where a region of free space is probably more than one room: wall lines with a gap, mouths of corridors, slots.

A *cut* is an assumed boundary: the continuation of a wall face across free space to the next wall. Cuts divide the
region into cells; cells too small or too squat to be rooms go back to a neighbour. All in plan metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon, STRtree

from geometry.enclosure_rules import EnclosureRules
from geometry.overlay import together

Array = NDArray[np.float64]

SIMPLIFY_M = 0.02  # vertices nearer than this to a straight face are no corner
REFLEX_SINE = 0.5  # corners turning less than 30° are chords of a curve
ALIGNED_COSINE = 0.996  # 5°: two wall ends face each other
NODE_GRID_M = 1e-6  # a line through a corner must meet it
STUB_M = 0.6  # a shorter face is a pilaster, not a wall that was meant to go on
SAME_CUT_M = 0.6  # two parallel cuts nearer than this are the two faces of one wall
RANK_DIGITS = 4  # 0.1 mm: what a turn of the plan changes in its lengths is far below
BESIDE_M = 0.005  # either side of a cut, where its cells lie
LOOK_M = 0.4  # beside a cut, where the width of the space is compared
RECESS_M = 0.9  # a part of a room less deep is a recess
MOUTH_WIDENING = 1.5  # a corridor ends where the space becomes this much wider …
MOUTH_WIDENING_M = 0.8  # … and at least this much


@dataclass(frozen=True, slots=True)
class Cut:
    """An assumed boundary of ``width_m``; ``kind`` is "wall-line" (a gap in one), "mouth" or "slot"."""

    line: LineString
    width_m: float
    kind: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The rooms a region was divided into, with the cuts between them."""

    polygons: tuple[Polygon, ...]
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class _Corner:
    at: Array
    onward: tuple[Array, Array]  # directions in which the two wall faces run on into free space
    face_m: tuple[float, float]  # and how long these faces are


def find_cuts(region: Polygon, rules: EnclosureRules) -> tuple[Cut, ...]:
    """Return the assumed boundaries across a region, none crossing another, narrow and certain ones first."""
    outline = _simplified(_without_columns(region, rules))
    corners = _reflex_corners(outline)
    if not corners:
        return ()
    edges = _edges(outline)
    edge_tree = STRtree(edges)
    accepted: list[Cut] = []
    centre = shapely.get_coordinates(outline.centroid)[0]

    def rank(cut: Cut) -> tuple[float, float]:
        """Narrow ones first, of equal ones the nearest to the middle: the axes of the plan have no say."""
        off = shapely.get_coordinates(cut.line).mean(axis=0) - centre
        return (round(cut.width_m, RANK_DIGITS), round(float(np.hypot(*off)), RANK_DIGITS))

    lines = sorted(_wall_lines(outline, corners, rules), key=rank)
    lines = [c for c in lines if _is_deep(c, edges, edge_tree)]
    near = [c for c in lines if c.width_m <= rules.max_wall_line_gap_m]
    accepted += _compatible(near, accepted)
    mouths = [
        c
        for corner in corners
        for d, length in zip(corner.onward, corner.face_m, strict=True)
        if (c := _ray(corner.at, d, edges, edge_tree, rules)) and (c.kind == "slot" or length >= STUB_M)
    ]
    for cut in sorted((c for c in mouths if _is_deep(c, edges, edge_tree)), key=rank):
        if _fits(cut, accepted) and (cut.kind == "slot" or _is_mouth(cut, edges, edge_tree, accepted)):
            accepted.append(cut)
    accepted += _compatible(lines[len(near) :], accepted)
    return tuple(accepted)


def divide(region: Polygon, cuts: Sequence[Cut], rules: EnclosureRules, *, suspect: bool = False) -> Parts:
    """Return the parts of a region between cuts that are rooms of their own, by the strict or the ``suspect`` sizes."""
    if not cuts:
        return Parts((region,), ())
    lines = [_lengthened(c.line, 0.02) for c in cuts]
    noded = shapely.union_all([region.boundary, *lines], grid_size=NODE_GRID_M)
    cells = [p for p in shapely.get_parts(shapely.polygonize([noded])) if region.contains(p.representative_point())]
    sides = _sides_of(cuts, cells)
    owner = list(range(len(cells)))

    def find(i: int) -> int:
        while owner[i] != i:
            i = owner[i]
        return i

    area = [c.area for c in cells]
    off = [round(c.centroid.distance(region.centroid), RANK_DIGITS) for c in cells]
    while True:
        open_cuts = [(c, find(a), find(b)) for c, (a, b) in zip(cuts, sides, strict=True) if a >= 0 and b >= 0]
        open_cuts = [(c, a, b) for c, a, b in open_cuts if a != b]
        neighbours: dict[int, list[tuple[Cut, int]]] = {}
        for c, a, b in open_cuts:
            neighbours.setdefault(a, []).append((c, b))
            neighbours.setdefault(b, []).append((c, a))
        weak = [i for i, around in neighbours.items() if not _is_room(area[i], [c for c, _ in around], rules, suspect)]
        if not weak:
            break
        i = min(weak, key=lambda k: (round(area[k], RANK_DIGITS), off[k], k))
        _, j = min(
            neighbours[i],
            key=lambda n: (n[0].kind == "slot", round(area[n[1]], RANK_DIGITS), off[n[1]], n[1]),
        )
        owner[i] = j
        area[j] += area[i]
    groups: dict[int, list[Polygon]] = {}
    for i, cell in enumerate(cells):
        groups.setdefault(find(i), []).append(cell)
    parts = [p for g in groups.values() for p in shapely.get_parts(together(g))]
    return Parts(tuple(_without_crumbs(parts, rules)), tuple(dict.fromkeys(c for c, _, _ in open_cuts)))


def _without_crumbs(parts: Sequence[Polygon], rules: EnclosureRules) -> list[Polygon]:
    """Return the parts with those too small for any room (a recess behind several cuts) joined to what they touch."""
    large = [p for p in parts if p.area >= rules.slot_part_m2]
    if not large or len(large) == len(parts):
        return list(parts) if large else [max(parts, key=lambda p: p.area)]
    for crumb in (p for p in parts if p.area < rules.slot_part_m2):
        k = max(range(len(large)), key=lambda i: large[i].intersection(crumb).length)
        joined = together([large[k], crumb])
        large[k] = joined if isinstance(joined, Polygon) else large[k]
    return large


def _is_room(area: float, around: Sequence[Cut], rules: EnclosureRules, suspect: bool) -> bool:
    wide = [c.width_m for c in around if c.kind != "slot"]
    if not wide:
        return area >= rules.slot_part_m2
    if suspect:
        # An L-shaped room has a mouth too; its arm must be long to be read as a corridor.
        arms = [c.width_m**2 for c in around if c.kind == "mouth"]
        return area >= max(rules.suspect_part_m2, rules.suspect_depth_m * max(wide), *arms)
    return area >= max(rules.split_part_m2, rules.split_part_necks * sum(w * w for w in wide))


def _sides_of(cuts: Sequence[Cut], cells: Sequence[Polygon]) -> list[tuple[int, int]]:
    tree = STRtree(cells)
    out = []
    for cut in cuts:
        (a, b) = shapely.get_coordinates(cut.line)
        side = np.array([a[1] - b[1], b[0] - a[0]]) / cut.width_m * BESIDE_M
        found = []
        for sign in (1, -1):
            hits = tree.query(Point((a + b) / 2 + sign * side), predicate="intersects")
            found.append(int(min(hits)) if len(hits) else -1)
        out.append((found[0], found[1]))
    return out


# -- candidates --------------------------------------------------------------------------------------------------------


def _without_columns(region: Polygon, rules: EnclosureRules) -> Polygon:
    large = [r for r in region.interiors if Polygon(r).area > rules.column_area_m2]
    return shapely.orient_polygons(Polygon(region.exterior, large))


def _simplified(outline: Polygon) -> Polygon:
    simple = outline.simplify(SIMPLIFY_M)
    return simple if isinstance(simple, Polygon) and not simple.is_empty else outline


def _reflex_corners(outline: Polygon) -> list[_Corner]:
    out = []
    for ring in [outline.exterior, *outline.interiors]:
        c = shapely.get_coordinates(ring)[:-1]
        step = np.roll(c, -1, axis=0) - c
        length = np.hypot(step[:, 0], step[:, 1])
        step = step / np.maximum(length, 1e-12)[:, None]
        before = np.roll(step, 1, axis=0)
        turn = before[:, 0] * step[:, 1] - before[:, 1] * step[:, 0]
        long = np.roll(length, 1)
        out += [
            _Corner(c[i], (before[i], -step[i]), (float(long[i]), float(length[i])))
            for i in np.flatnonzero(turn < -REFLEX_SINE)
        ]
    return out


def _edges(outline: Polygon) -> NDArray[np.object_]:
    rings = [shapely.get_coordinates(r) for r in [outline.exterior, *outline.interiors]]
    pairs = np.concatenate([np.stack([r[:-1], r[1:]], axis=1) for r in rings])
    return np.asarray(shapely.linestrings(pairs), dtype=object)


def _wall_lines(outline: Polygon, corners: Sequence[_Corner], rules: EnclosureRules) -> list[Cut]:
    """Return the gaps between two wall corners whose faces run on towards one another."""
    points = np.asarray(shapely.points(np.array([c.at for c in corners])), dtype=object)
    tree = STRtree(points)
    left, right = tree.query(points, predicate="dwithin", distance=rules.max_suspect_gap_m)
    out = []
    for i, j in zip(left, right, strict=True):
        if i >= j:
            continue
        a, b = corners[i], corners[j]
        along = b.at - a.at
        width = float(np.hypot(*along))
        if width < 0.05:
            continue
        along = along / width
        stub = 0.0 if width <= rules.slot_m else STUB_M
        if not (_runs_on(a, along, stub) and _runs_on(b, -along, stub)):
            continue
        line = LineString([a.at + along * 0.01, b.at - along * 0.01])
        if outline.contains(line):
            kind = "slot" if width <= rules.slot_m else "wall-line"
            out.append(Cut(LineString([a.at, b.at]), width, kind))
    return out


def _runs_on(corner: _Corner, along: Array, stub_m: float) -> bool:
    """Return whether a wall face of at least ``stub_m`` points from a corner in a direction."""
    faces = zip(corner.onward, corner.face_m, strict=True)
    return any(float(d @ along) >= ALIGNED_COSINE and length >= stub_m for d, length in faces)


def _ray(at: Array, direction: Array, edges: NDArray[np.object_], tree: STRtree, rules: EnclosureRules) -> Cut | None:
    """Return the cut that carries a wall face on from its corner to the next wall, None beyond the widest neck."""
    width = _free_length(at + direction * 0.01, direction, edges, tree, rules.max_mouth_m)
    if width is None or width < 0.05:
        return None
    width += 0.01
    return Cut(LineString([at, at + direction * width]), width, "slot" if width <= rules.slot_m else "mouth")


def _free_length(at: Array, direction: Array, edges: NDArray[np.object_], tree: STRtree, far: float) -> float | None:
    ray = LineString([at, at + direction * far])
    hits = tree.query(ray, predicate="intersects")
    if not len(hits):
        return None
    points = shapely.get_coordinates(shapely.intersection(edges[hits], ray))
    return float(((points - at) @ direction).min())


def _compatible(cuts: Sequence[Cut], accepted: Sequence[Cut]) -> list[Cut]:
    """Return those of the cuts, first come first served, that fit the accepted ones and each other."""
    out: list[Cut] = []
    for cut in cuts:
        if _fits(cut, [*accepted, *out]):
            out.append(cut)
    return out


def _fits(cut: Cut, accepted: Sequence[Cut]) -> bool:
    a, b = shapely.get_coordinates(cut.line)
    along = (b - a) / cut.width_m
    inner = LineString([a + along * 0.02, b - along * 0.02]) if cut.width_m > 0.05 else cut.line
    for other in accepted:
        c, d = shapely.get_coordinates(other.line)
        if abs(float((d - c) @ along)) / other.width_m > ALIGNED_COSINE:
            middle = ((c + d) - (a + b)) / 2
            beside = abs(float(middle[0] * along[1] - middle[1] * along[0]))
            if beside < SAME_CUT_M and abs(float(middle @ along)) < (cut.width_m + other.width_m) / 2:
                return False
        if inner.intersects(other.line):
            return False
    return True


def _is_deep(cut: Cut, edges: NDArray[np.object_], tree: STRtree) -> bool:
    """Return whether there is room behind both sides of a cut: recesses between pilasters and columns are none."""
    a, b = shapely.get_coordinates(cut.line)
    side = np.array([a[1] - b[1], b[0] - a[0]]) / cut.width_m
    middle = (a + b) / 2
    return all(_free_length(middle + d * 0.01, d, edges, tree, RECESS_M) is None for d in (side, -side))


def _is_mouth(cut: Cut, edges: NDArray[np.object_], tree: STRtree, accepted: Sequence[Cut]) -> bool:
    """Return whether the space widens right beside a cut, as where a corridor opens into a hall."""
    a, b = shapely.get_coordinates(cut.line)
    along = (b - a) / cut.width_m
    side = np.array([-along[1], along[0]])
    limits = [other.line for other in accepted]
    for sign in (1.0, -1.0):
        middle = (a + b) / 2 + sign * LOOK_M * side
        total = 0.0
        for direction in (along, -along):
            far = cut.width_m * 2 + 2 * MOUTH_WIDENING_M
            free = _free_length(middle, direction, edges, tree, far)
            ray = LineString([middle, middle + direction * far])
            stops = [
                float(((shapely.get_coordinates(ray.intersection(x)) - middle) @ direction).min())
                for x in limits
                if ray.intersects(x)
            ]
            total += min([far if free is None else free, *stops])
        if total >= max(MOUTH_WIDENING * cut.width_m, cut.width_m + MOUTH_WIDENING_M):
            return True
    return False


def _lengthened(line: LineString, by: float) -> LineString:
    a, b = shapely.get_coordinates(line)
    along = (b - a) / np.hypot(*(b - a)) * by
    return LineString([a - along, b + along])
