"""What an import answers besides the model: what was taken, repaired, rejected, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from geometry.finding import Finding
from geometry.plan import Model


@dataclass(frozen=True, slots=True)
class Source:
    """The file a model was read from: its name without folders, hash, kind (``ifc`` …), schema and authoring tool."""

    file: str
    sha256: str
    kind: str
    schema: str
    application: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of spaces and the findings about the file as a whole, about repaired and about rejected elements.

    ``accepted`` spaces came in as they are, ``repaired`` ones changed, ``rejected`` ones are not in the model; each of
    the last two has a finding that says why. What is only noteworthy about one space stands in ``Space.findings``.
    """

    accepted: int
    repaired: int
    rejected: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """One file, read."""

    model: Model
    report: ImportReport
    source: Source
