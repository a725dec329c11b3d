"""The records every part of Yijian speaks in: model, building, storey, space, element, opening.

Lengths are metres, areas m². Plan coordinates (x, y) are *storey-local metres*: the axes of the model itself, moved by
``Frame.offset_m`` where the model was drawn far from its origin, the same for all storeys of one file. Heights (z) are
metres in the model's own vertical axis, not relative to the storey.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from geometry.finding import Finding
from geometry.region import Region
from geometry.solid import Solid
from geometry.survey.record import SurveyRecord

Use = Literal["office", "service", "equipment", "ancillary", "technical", "circulation", "other", "not-a-room"]
Origin = Literal["modelled", "derived-from-walls", "surveyed", "drawn"]
AreaKind = Literal["gross", "net", "unspecified"]
ElementKind = Literal[
    "wall",
    "partition",  # a wall too low or too thin to enclose a room (toilet cubicle)
    "curtain-wall",
    "column",
    "pier",
    "chimney",
    "shaft",  # vertical penetration for pipes or air, walled in
    "duct",
    "slab",
    "slab-opening",
    "stair",
    "lift",
    "roof",
    "ceiling",
    "furniture",
    "apparatus",
    "other",
    "built-in",  # cupboard or counter fixed to the building
]


@dataclass(frozen=True, slots=True)
class DeclaredArea:
    """An area the authoring tool wrote into the file: ``name`` is ``<set>.<quantity>`` as found there."""

    name: str
    kind: AreaKind
    area_m2: float


@dataclass(frozen=True, slots=True)
class HeadroomRegion:
    """The part of a space's plan where the clear height above its floor is at least ``height_m``."""

    height_m: float
    region: Region


@dataclass(frozen=True, slots=True)
class Space:
    """A room: ``outline`` is its projected footprint in storey-local metres.

    ``height_m`` is the clear height where it is constant, else the largest one. ``headroom`` lists regions for the cut
    heights of the measurement bases, and is empty where the ceiling is flat (then ``height_m`` decides) or unknown
    (``height_m`` is None as well). ``survey`` says how sure the outline of a surveyed room is, and what stands in it.
    """

    id: str
    storey_id: str
    number: str
    name: str
    use: Use
    origin: Origin
    outline: Region
    floor_z_m: float | None = None
    height_m: float | None = None
    headroom: tuple[HeadroomRegion, ...] = ()
    declared: tuple[DeclaredArea, ...] = ()
    findings: tuple[Finding, ...] = ()
    survey: SurveyRecord | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A built thing seen in plan: wall, column, shaft …, with the height range it occupies.

    ``footprint`` is the projection of the whole body; ``body`` is the solid it came from, present only while a file is
    being read (never stored). ``load_bearing`` is None where the file does not say.
    """

    id: str
    kind: ElementKind
    name: str
    footprint: Region
    z_min_m: float
    z_max_m: float
    thickness_m: float | None = None
    load_bearing: bool | None = None
    is_external: bool | None = None
    body: Solid | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """A door or window in a wall: plan footprint within the wall, clear size, sill above the storey's floor.

    ``hinge`` and ``swing_end`` are plan points of a door leaf (closed at ``swing_start``, open at ``swing_end``), for
    drawing; None where the file does not say how it opens. ``reveal_depth_m`` and ``glazed_height_share`` serve the
    window rules of some bases.
    """

    id: str
    kind: Literal["door", "window", "opening"]
    name: str
    footprint: Region
    z_min_m: float
    z_max_m: float
    host_id: str | None = None
    width_m: float | None = None
    height_m: float | None = None
    sill_m: float | None = None
    hinge: tuple[float, float] | None = None
    swing_start: tuple[float, float] | None = None
    swing_end: tuple[float, float] | None = None
    reveal_depth_m: float | None = None
    glazed_height_share: float | None = None


@dataclass(frozen=True, slots=True)
class Storey:
    """One storey with everything seen on it; ``elevation_m`` is its floor in the model's vertical axis."""

    id: str
    name: str
    elevation_m: float
    spaces: tuple[Space, ...] = ()
    elements: tuple[Element, ...] = ()
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Building:
    """One building (block) of a file, storeys from lowest to highest."""

    id: str
    name: str
    storeys: tuple[Storey, ...] = ()


GeoreferenceQuality = Literal["map-conversion", "property-set", "rough-site-location"]


@dataclass(frozen=True, slots=True)
class Georeference:
    """Where the plan lies on earth, in metres of ``crs``.

    easting = e + s·(x·cosα − y·sinα), northing = n + s·(x·sinα + y·cosα); ``scale`` s includes the unit of the CRS.

    x, y are plan coordinates *before* ``Frame.offset_m`` was taken off. ``crs`` is anything pyproj understands.
    """

    crs: str
    eastings_m: float
    northings_m: float
    orthogonal_height_m: float
    rotation_rad: float
    scale: float
    quality: GeoreferenceQuality


@dataclass(frozen=True, slots=True)
class Frame:
    """How plan coordinates relate to the file: file coordinates in metres = plan coordinates + ``offset_m``."""

    offset_m: tuple[float, float] = (0.0, 0.0)
    georeference: Georeference | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """Everything read from one file."""

    buildings: tuple[Building, ...]
    frame: Frame = field(default_factory=Frame)

    def spaces(self) -> tuple[Space, ...]:
        """Return all spaces of all storeys, in order."""
        return tuple(s for b in self.buildings for st in b.storeys for s in st.spaces)


@dataclass(frozen=True, slots=True)
class Deduction:
    """One line of the ledger: ``area_m2`` taken off for ``element`` (its id) because of ``rule``.

    ``footprint`` is the part of the plan taken off, for drawing; None where it is only a share of a region.
    """

    kind: str
    element: str
    area_m2: float
    rule: str
    footprint: Region | None = None


@dataclass(frozen=True, slots=True)
class AreaStatement:
    """The area of one space under one named basis: ``gross_area_m2 − Σ deductions = net_area_m2`` to 1e-6 m².

    ``gross_area_m2`` follows the boundary rule of the basis. ``limited_use_area_m2`` is part of the net that the basis
    wants stated apart. ``missing`` names inputs the basis asks for and the source did not have, so that nothing was
    guessed; ``notes`` names what a reader must know although the basis did not ask (``geometry.area_remarks`` has the
    sentences of both). ``standard_uncertainty_m2`` None means *as modelled*. ``boundary`` is the region whose area the
    gross is where that is not the outline of the space: window reveals or wall finish count in.
    """

    space_id: str
    basis: str
    gross_area_m2: float
    net_area_m2: float
    deductions: tuple[Deduction, ...] = ()
    limited_use_area_m2: float | None = None
    standard_uncertainty_m2: float | None = None
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    boundary: Region | None = None
