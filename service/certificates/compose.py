"""From a measured room to the document of its certificate, refusing what could not be recomputed by its reader."""

from __future__ import annotations

import hashlib
import math
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from typing import Any, Final

import rfc8785
import shapely

from geometry.basis_rules import Basis
from geometry.finding import Text
from geometry.plan import AreaStatement, Deduction, Frame
from geometry.region import Region
from geometry.tolerances import LEDGER_M2
from service.certificates.document import (
    Addresses,
    BasisFacts,
    CertificateDocument,
    Issuer,
    Method,
    RoomFacts,
    Source,
    Uncertainty,
)
from service.certificates.numbers import NotANumberError, as_written, number

REFUSALS: Final = {
    "certificate-no-outline": Text(
        zh="房间没有可用的轮廓，不能签发面积证书。",
        en="The room has no outline, so no area certificate can be issued for it.",
    ),
    "certificate-outline-differs": Text(
        zh="依据 {basis}，毛面积 {gross:.6f} m² 与轮廓面积 {outline:.6f} m² 不一致，读者无法复算，不能签发；"
        "请重新导入该文件。",
        en="Under {basis} the gross area {gross:.6f} m² is not the area of the outline, {outline:.6f} m²: a reader "
        "could not recompute it, so nothing is issued; import the file again.",
    ),
    "certificate-ledger-differs": Text(
        zh="毛面积减各项扣减得 {expected:.6f} m²，与使用面积 {net:.6f} m² 不一致，不能签发；请重新导入该文件。",
        en="Gross less deductions gives {expected:.6f} m², the net area says {net:.6f} m²: nothing is issued; "
        "import the file again.",
    ),
    "certificate-negative-deduction": Text(
        zh="扣减项 {element} 的面积为负，不能签发；请重新导入该文件。",
        en="The deduction for {element} is negative: nothing is issued; import the file again.",
    ),
    "certificate-number-unusable": Text(
        zh="面积或坐标中有非有限数值，不能签发；请检查源文件后重新导入。",
        en="An area or coordinate is not a finite number: nothing is issued; mend the source file and import it again.",
    ),
}


class CertificateRefusedError(ValueError):
    """No certificate can be issued: a stable ``code`` and one sentence in both languages."""

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.reason = REFUSALS[code].format(**values)
        super().__init__(self.reason.en)


def compose(
    *,
    certificate_id: str,
    issuer: Issuer,
    addresses: Addresses,
    room: RoomFacts,
    frame: Frame,
    outline: Region,
    statement: AreaStatement,
    basis: BasisFacts,
    source: Source,
    method: Method,
    issued_at: datetime,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    status_index: int,
    uncertainty: Uncertainty | None = None,
    replaces: str | None = None,
) -> CertificateDocument:
    """Return the document for one area statement (m², storey-local metres), its numbers checked as written.

    ``outline`` is the boundary that gives the gross area. Raises ``CertificateRefusedError`` where the written outline
    or ledger would not give back the written areas to 1e-6 m².
    """
    if outline.is_empty:
        raise CertificateRefusedError("certificate-no-outline")
    try:
        gross_m2 = number(statement.gross_area_m2)
        lines_m2 = [number(line.area_m2) for line in statement.deductions]
        written = as_written(outline)
        deductions = tuple(_with_certain_footprint(line, written) for line in statement.deductions)
        # What is written must sum as written; the statement's own net differs from it by rounding only.
        net_m2 = number(math.fsum((gross_m2, *(-line for line in lines_m2))))
        stated_m2 = number(statement.net_area_m2)
    except NotANumberError as error:
        raise CertificateRefusedError("certificate-number-unusable") from error
    if not written.is_valid:
        raise CertificateRefusedError("certificate-no-outline")
    for line, area in zip(statement.deductions, lines_m2, strict=True):
        if area < 0:
            raise CertificateRefusedError("certificate-negative-deduction", element=line.element)
    if abs(written.area - gross_m2) > LEDGER_M2:
        raise CertificateRefusedError(
            "certificate-outline-differs", basis=basis.id, gross=gross_m2, outline=written.area
        )
    if abs(net_m2 - stated_m2) > LEDGER_M2:
        raise CertificateRefusedError("certificate-ledger-differs", expected=net_m2, net=stated_m2)
    return CertificateDocument(
        id=certificate_id,
        issuer=issuer,
        addresses=addresses,
        room=room,
        frame=frame,
        outline=outline,
        basis=basis,
        gross_area_m2=gross_m2,
        deductions=deductions,
        net_area_m2=max(0.0, net_m2),
        limited_use_area_m2=statement.limited_use_area_m2,
        uncertainty=uncertainty,
        missing=statement.missing,
        notes=statement.notes,
        source=source,
        method=method,
        issued_at=issued_at,
        valid_from=issued_at if valid_from is None else valid_from,
        valid_until=valid_until,
        status_index=status_index,
        replaces=replaces,
    )


def _with_certain_footprint(line: Deduction, outline: Region) -> Deduction:
    """Return the deduction, without its footprint where the written one would not give back the area deducted.

    The ledger counts; a footprint is there to draw and to check it. Rounding breaks one only where it is a sliver.
    """
    if line.footprint is None or line.footprint.is_empty:
        return line
    written = as_written(line.footprint)
    certain = (
        written.is_valid
        and abs(written.area - line.area_m2) <= LEDGER_M2 / 2
        and (not outline.is_valid or shapely.difference(written, outline).area <= LEDGER_M2 / 2)
    )
    return line if certain else replace(line, footprint=None)


def basis_facts(basis: Basis) -> BasisFacts:
    """Return what a certificate says of a measurement basis."""
    return BasisFacts(basis.id, basis.title, basis.version, rules_sha256(basis))


@cache
def rules_sha256(basis: Basis) -> str:
    """Return the SHA-256 (hex) of all rules of a basis: RFC 8785 of its fields, infinite limits written as null."""
    return hashlib.sha256(rfc8785.dumps(_plain(asdict(basis)))).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and math.isinf(value) else value
