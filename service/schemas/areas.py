"""Area statements on the wire: the ledger of one space under one basis."""

from __future__ import annotations

import base64

from pydantic import Field

from geometry.basis import Basis
from service.schemas.common import Geometry, Schema
from service.schemas.geojson import geometry_of
from service.store.records import ImportRecord, RevisionRecord, StatementRecord


class DeductionOut(Schema):
    """One line of the ledger."""

    kind: str = Field(examples=["column"])
    element: str = Field(description="id of the element in the source file", examples=["2O2Fr$t4X7Zf8NOew3FLOH"])
    area_m2: float = Field(examples=[0.25])
    rule: str = Field(description="the clause", examples=["GB/T 17986.1-2000, usable area: columns are structure"])
    geometry: Geometry | None = Field(description="the part of the plan taken off; null for a share of a region")


class RemarkOut(Schema):
    """Something the statement says besides numbers."""

    code: str = Field(examples=["headroom"])
    text_zh: str
    text_en: str


class SourceRef(Schema):
    """Where a number comes from: the file, and the revision of the building it is read in."""

    file: str = Field(examples=["county-centre.ifc"])
    sha256: str
    import_id: str
    revision: int = Field(examples=[1])


class AreaStatementOut(Schema):
    """gross − Σ deductions = net, in m², under one basis. No uncertainty means as modelled."""

    space_id: str
    basis: str = Field(examples=["cn-usable"])
    title_zh: str
    title_en: str
    gross_area_m2: float = Field(examples=[20.0])
    net_usable_area_m2: float = Field(examples=[19.75])
    standard_uncertainty_m2: float | None
    deductions: list[DeductionOut]
    limited_use_area_m2: float | None = Field(description="part of the net that the basis wants stated apart")
    missing: list[RemarkOut] = Field(description="inputs the basis asks for and the file did not have")
    notes: list[RemarkOut] = Field(description="facts the basis does not use but a reader should know")
    source: SourceRef


class AreaStatementList(Schema):
    """One statement per basis."""

    items: list[AreaStatementOut]


def statement_out(
    space_id: str, basis: Basis, statement: StatementRecord, revision: RevisionRecord, source: ImportRecord
) -> AreaStatementOut:
    """Return a stored statement with the words of its basis."""
    return AreaStatementOut(
        space_id=space_id,
        basis=basis.id,
        title_zh=basis.title.zh,
        title_en=basis.title.en,
        gross_area_m2=statement.gross_area_m2,
        net_usable_area_m2=statement.net_area_m2,
        standard_uncertainty_m2=statement.standard_uncertainty_m2,
        deductions=[
            DeductionOut(
                kind=line["kind"],
                element=line["element"],
                area_m2=line["area_m2"],
                rule=line["rule"],
                geometry=geometry_of(base64.b64decode(line["footprint"])) if line["footprint"] else None,
            )
            for line in statement.deductions
        ],
        limited_use_area_m2=statement.limited_use_area_m2,
        missing=[RemarkOut(**row) for row in statement.missing],
        notes=[RemarkOut(**row) for row in statement.notes],
        source=source_ref(revision, source),
    )


def source_ref(revision: RevisionRecord, source: ImportRecord) -> SourceRef:
    """Return where a number in a revision comes from: the file of ``source``."""
    return SourceRef(file=source.file, sha256=source.sha256, import_id=source.id, revision=revision.revision)
