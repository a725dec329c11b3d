"""Plane networks from GNU Gama's input files (.gkf, XML): points, observations and the conventions they are written in.

Lengths are metres with σ in mm; angular values gon with σ in cc (0.1 mgon), or degrees-minutes-seconds with σ in arc
seconds. ``axes-xy`` names where x and y point, ``angles`` which way directions and angles count. Inside, everything
becomes a right-handed plane with counter-clockwise radians; ``Conventions`` leads back. Heights take no part: vertical
observations are counted and left out, slope distances are reduced where a zenith angle stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import cos, hypot, isfinite, sin
from pathlib import Path
from typing import Final, NoReturn
from xml.etree.ElementTree import Element

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from bim_import.errors import ImportRefused
from bim_import.gama import texts
from bim_import.gama.file import (
    ARC_SECOND,
    CC,
    DEGREE,
    GON,
    LEFT_HANDED_AXES,
    RIGHT_HANDED_AXES,
    SENSES,
    Conventions,
    GamaFile,
    SourceRow,
)
from geometry.finding import Text
from geometry.survey.least_squares import Matrix
from geometry.survey.network import ANGULAR, Network, NetworkKind, NetworkObservation, NetworkPoint, Role

_ENCODING: Final = re.compile(rb"^(\s*<\?xml[^>]*?encoding\s*=\s*)[\"']([A-Za-z0-9._-]+)[\"']")
_KNOWN_TO_EXPAT: Final = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-1"})
LARGEST_BYTES: Final = 50_000_000
# What is observed from one point, and the attributes that name the points it is observed at.
_OBSERVED: Final[dict[str, tuple[NetworkKind, tuple[str, ...]]]] = {
    "distance": ("distance", ("to",)),
    "direction": ("direction", ("to",)),
    "angle": ("angle", ("bs", "fs")),
    "azimuth": ("azimuth", ("to",)),
}
# What an axis inside says of an observed point, and of a vector.
_COMPONENTS: Final[dict[str, tuple[NetworkKind, NetworkKind]]] = {"x": ("x", "dx"), "y": ("y", "dy")}


def read_gama(path: Path) -> GamaFile:
    """Return the plane network in a .gkf file; raises ``ImportRefused`` with one sentence where it cannot be used."""
    if path.stat().st_size > LARGEST_BYTES:
        _refuse("gama-too-large", texts.TOO_LARGE.format(limit_mb=LARGEST_BYTES // 1_000_000))
    try:
        # Older files name their DTD; it is never fetched, and entities are refused.
        root = fromstring(_as_utf8(path.read_bytes()))
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        _refuse("gama-unreadable", texts.UNREADABLE.format(why=type(error).__name__ if not str(error) else str(error)))
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    network = root.find("network")
    sections = [] if network is None else network.findall("points-observations")
    if network is None or not sections:
        _refuse("gama-no-network", texts.NO_NETWORK)
    return _Reader(network).read(sections)


def _as_utf8(data: bytes) -> bytes:
    """Return XML in an encoding that expat does not know (GB 2312, Big5 …) as UTF-8, any other as it is."""
    declared = _ENCODING.match(data)
    if declared is None or declared.group(2).lower() in _KNOWN_TO_EXPAT:
        return data
    text = data[declared.end() :].decode(declared.group(2).decode("ascii"))
    return declared.group(1) + b'"utf-8"' + text.encode("utf-8")


class _Reader:
    """Collects the points and observations of one network."""

    def __init__(self, network: Element) -> None:
        axes, angles = network.get("axes-xy", "ne").strip(), network.get("angles", "left-handed").strip()
        sense = SENSES.get(angles)
        if axes not in LEFT_HANDED_AXES + RIGHT_HANDED_AXES or sense is None:
            _refuse("gama-axes", texts.BAD_AXES.format(value=f"{axes} {angles}"))
        self.conventions = Conventions(axes, sense)
        self.description = " ".join("".join(d.text or "" for d in network.findall("description")).split())
        parameters: dict[str, str] = {}
        for element in network.findall("parameters"):
            parameters |= {key: value.strip() for key, value in element.attrib.items()}
        self.sigma_apriori = self._parameter(parameters, "sigma-apr", 10.0)
        self.confidence = self._parameter(parameters, "conf-pr", 0.95)
        self.uses_apriori = parameters.get("sigma-act", "aposteriori") == "apriori"
        self.points: dict[str, NetworkPoint] = {}
        self.heights: dict[str, float] = {}
        self.observations: list[NetworkObservation] = []
        self.rows: list[SourceRow] = []
        self.covariances: list[tuple[tuple[int, ...], Matrix]] = []
        self.left_out: list[str] = []
        self.number = 0

    @staticmethod
    def _parameter(parameters: dict[str, str], key: str, default: float) -> float:
        try:
            value = float(parameters.get(key, default))
        except ValueError:
            return default
        return value if isfinite(value) and value > 0 else default

    def read(self, sections: list[Element]) -> GamaFile:
        for section in sections:
            for element in section:
                if element.tag == "point":
                    self._point(element)
            for element in section.iter("coordinates"):
                for point in element.findall("point"):
                    self._point(point, observed=True)
        for section in sections:
            for element in section:
                if element.tag in {"obs", "vectors", "coordinates"}:
                    self._cluster(element, section)
                elif element.tag == "height-differences":
                    self.left_out += ["dh" for _ in element.iter("dh")]
        if not self.observations:
            _refuse("gama-nothing", texts.NOTHING)
        used = {name for o in self.observations for name in o.points}
        return GamaFile(
            Network(
                tuple(p for p in self.points.values() if p.name in used),
                tuple(self.observations),
                tuple(self.covariances),
            ),
            tuple(self.rows),
            self.conventions,
            self.description,
            self.sigma_apriori,
            self.confidence,
            self.uses_apriori,
            tuple(self.left_out),
        )

    def _point(self, element: Element, *, observed: bool = False) -> None:
        name = element.get("id", "").strip()
        x, y = (self._coordinate(name, element.get(key)) for key in ("x", "y"))
        fixed, adjusted = element.get("fix", ""), element.get("adj", "")
        if (height := self._coordinate(name, element.get("z"))) is not None:
            self.heights[name] = height
        before = self.points.get(name)
        if before is not None and observed:
            return
        roles: list[Role] = []
        for axis in "xy":
            role: Role = "fixed" if axis in fixed.lower() else "datum" if axis.upper() in adjusted else "adjusted"
            roles.append(role)
        if self.conventions.exchanged:
            x, y, roles = y, x, roles[::-1]
        point = NetworkPoint(name, x, y, *roles)
        self.points[name] = point if before is None else self._told_again(before, point, bool(fixed or adjusted))

    @staticmethod
    def _told_again(before: NetworkPoint, again: NetworkPoint, says_roles: bool) -> NetworkPoint:
        """Return a point of which one element may give the coordinates and another what is done with them."""
        found = before
        if (again.x_m, again.y_m) != (None, None):
            if before.x_m is not None and (before.x_m, before.y_m) != (again.x_m, again.y_m):
                _refuse("gama-twice", texts.TWICE.format(point=again.name))
            found = replace(found, x_m=again.x_m, y_m=again.y_m)
        return replace(found, x_role=again.x_role, y_role=again.y_role) if says_roles else found

    def _coordinate(self, point: str, text: str | None) -> float | None:
        if text is None or not text.strip():
            return None
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            _refuse("gama-bad-point", texts.BAD_POINT.format(point=point, value=text))
        return value

    def _cluster(self, cluster: Element, section: Element) -> None:
        """Read one set of observations: directions in it share an orientation, a matrix in it correlates them."""
        first = len(self.observations)
        matrix = cluster.find("cov-mat")
        bundle = f"{first}"
        slots: list[int | None] = []  # position of the observation behind each row of the matrix
        for element in cluster:
            if element.tag == "cov-mat":
                continue
            for observation, row in self._observations(element, cluster, section, bundle, matrix is not None):
                if observation is None:
                    slots.append(None)
                    continue
                slots.append(len(self.observations))
                self.observations.append(observation)
                self.rows.append(row)
        if matrix is not None:
            self._covariance(matrix, slots)

    def _observations(
        self, element: Element, cluster: Element, section: Element, bundle: str, correlated: bool
    ) -> Iterator[tuple[NetworkObservation | None, SourceRow]]:
        """Yield what one element observes in the plane; None for what takes no part but has a row in the matrix."""
        tag = str(element.tag)
        if tag in {"point", "vec"}:
            yield from self._components(element)
            return
        self.number += 1
        start = (element.get("from") or cluster.get("from") or "").strip()
        if tag in {"z-angle", "dh"}:
            self.left_out.append(tag)
            yield None, SourceRow(self.number, "m")
            return
        if tag == "s-distance":
            yield self._reduced(element, cluster, start), SourceRow(self.number, "m")
            return
        if tag not in _OBSERVED:
            self.left_out.append(tag)
            return
        kind, targets = _OBSERVED[tag]
        names = self._known((start, *((element.get(t) or "").strip() for t in targets)), kind)
        value, row = self._value(element, kind)
        sigma = self._sigma(element, section, kind, row, value, correlated)
        if kind == "azimuth":
            value = self.conventions.north + self.conventions.sense * value
        elif kind != "distance":
            value = self.conventions.sense * value
        yield NetworkObservation(kind, names, value, sigma, bundle if kind == "direction" else ""), row

    def _components(self, element: Element) -> Iterator[tuple[NetworkObservation | None, SourceRow]]:
        """Yield the plane components of an observed point or vector, in the order of the rows of their matrix."""
        vector = element.tag == "vec"
        self.number += 1
        names = self._known(
            tuple((element.get(k) or "").strip() for k in (("from", "to") if vector else ("id",))), str(element.tag)
        )
        for axis in "xyz":
            text = element.get(f"d{axis}" if vector else axis)
            if text is None:
                continue
            if axis == "z":
                yield None, SourceRow(self.number, "m")
                continue
            inside = {"x": "y", "y": "x"}[axis] if self.conventions.exchanged else axis
            of_point, of_vector = _COMPONENTS[inside]
            value = self._number(text, str(element.tag), axis)
            kind = of_vector if vector else of_point
            yield NetworkObservation(kind, names, value, 1.0), SourceRow(self.number, "m")

    def _reduced(self, element: Element, cluster: Element, start: str) -> NetworkObservation | None:
        """Return a slope distance as a horizontal one, by the zenith angle beside it or the heights of its ends."""
        end = (element.get("to") or "").strip()
        names = self._known((start, end), "s-distance")
        slope = self._number(element.get("val"), "s-distance", "val")
        sigma = self._number(element.get("stdev", "0"), "s-distance", "stdev") / 1000
        for other in cluster.iter("z-angle"):
            if ((other.get("from") or cluster.get("from") or "").strip(), (other.get("to") or "").strip()) == names:
                zenith, row = self._value(other, "z-angle")
                turn = self._number(other.get("stdev", "0"), "z-angle", "stdev") * row.sigma_unit
                return self._horizontal(
                    names, slope * sin(zenith), hypot(sin(zenith) * sigma, slope * cos(zenith) * turn)
                )
        rise = self.heights.get(end, float("nan")) - self.heights.get(start, float("nan"))
        if not (isfinite(rise) and abs(rise) < slope):
            self.left_out.append("s-distance")
            return None
        level = (slope**2 - rise**2) ** 0.5
        return self._horizontal(names, level, sigma * slope / level)

    def _horizontal(self, names: tuple[str, ...], value: float, sigma: float) -> NetworkObservation:
        if sigma <= 0:
            _refuse("gama-no-sigma", texts.NO_SIGMA.format(number=self.number, kind="s-distance"))
        return NetworkObservation("distance", names, value, sigma)

    def _known(self, names: tuple[str, ...], kind: str) -> tuple[str, ...]:
        if len(set(names)) < len(names):
            _refuse("gama-same-point", texts.SAME_POINT.format(number=self.number, kind=kind, point=names[0] or "?"))
        for name in names:
            if name not in self.points:
                _refuse(
                    "gama-unknown-point", texts.UNKNOWN_POINT.format(number=self.number, kind=kind, point=name or "?")
                )
        return names

    def _value(self, element: Element, kind: str) -> tuple[float, SourceRow]:
        """Return a value in metres or radians, and the units it was written in."""
        text = (element.get("val") or "").strip()
        if kind == "distance":
            value = self._number(text, kind, "val")
            if value <= 0:
                _refuse(
                    "gama-bad-value", texts.BAD_VALUE.format(number=self.number, kind=kind, attribute="val", value=text)
                )
            return value, SourceRow(self.number, "m")
        if "-" in text.lstrip("-"):
            parts = text.lstrip("-").split("-")
            numbers = [self._number(part, kind, "val") for part in parts]
            degrees = sum(number / 60**i for i, number in enumerate(numbers))
            sign = -1.0 if text.startswith("-") else 1.0
            return sign * degrees * DEGREE, SourceRow(self.number, "deg", DEGREE, ARC_SECOND)
        return self._number(text, kind, "val") * GON, SourceRow(self.number, "gon", GON, CC)

    def _sigma(
        self, element: Element, section: Element, kind: str, row: SourceRow, value: float, correlated: bool
    ) -> float:
        """Return the standard deviation, metres or radians: of the observation, of its kind, or of its matrix (then
        1).
        """
        text = element.get("stdev")
        if text is not None:
            sigma = self._number(text, kind, "stdev") * row.sigma_unit
        elif (general := section.get(f"{kind}-stdev")) is not None:
            parts = [self._number(part, kind, f"{kind}-stdev") for part in general.split()]
            a, b, c = (*parts[:3], *(0.0, 0.0, 1.0)[len(parts) :])
            sigma = (a + (b * (value / 1000) ** c if kind == "distance" else 0.0)) * row.sigma_unit
        else:
            sigma = 1.0 if correlated else 0.0
        if sigma <= 0:
            _refuse("gama-no-sigma", texts.NO_SIGMA.format(number=self.number, kind=kind))
        return sigma

    def _number(self, text: str | None, kind: str, attribute: str) -> float:
        try:
            value = float(text or "")
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            _refuse(
                "gama-bad-value",
                texts.BAD_VALUE.format(number=self.number, kind=kind, attribute=attribute, value=text or "?"),
            )
        return value

    def _covariance(self, matrix: Element, slots: list[int | None]) -> None:
        """Add a covariance matrix (mm², cc², upper band by rows) to the observations it belongs to."""
        try:
            dim, band = int(matrix.get("dim", "0")), int(matrix.get("band", "0"))
            numbers = [float(n) for n in "".join(matrix.itertext()).split()]
        except ValueError:
            _refuse("gama-covariance", texts.BAD_COVARIANCE.format(dim=matrix.get("dim", "?")))
        full = np.zeros((max(dim, 0), max(dim, 0)))
        wanted = [(i, j) for i in range(dim) for j in range(i, min(dim, i + band + 1))]
        if dim != len(slots) or len(numbers) != len(wanted):
            _refuse("gama-covariance", texts.BAD_COVARIANCE.format(dim=dim))
        for (i, j), value in zip(wanted, numbers, strict=True):
            full[i, j] = full[j, i] = value
        inside = [k for k, position in enumerate(slots) if position is not None]
        positions = tuple(p for p in slots if p is not None)
        units = np.array([self.rows[p].sigma_unit * (self._turned(p)) for p in positions])
        block = full[np.ix_(inside, inside)] * np.outer(units, units)
        if np.linalg.eigvalsh(block).min(initial=1.0) <= 0:
            _refuse("gama-covariance", texts.BAD_COVARIANCE.format(dim=dim))
        self.covariances.append((positions, block))

    def _turned(self, position: int) -> float:
        """Return −1 for angular observations that count clockwise in the file."""
        return self.conventions.sense if self.observations[position].kind in ANGULAR else 1.0


def _refuse(code: str, reason: Text) -> NoReturn:
    raise ImportRefused(code, reason)
