"""The one tree of errors the service raises; ``error_responses`` gives each code its HTTP status and title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geometry.finding import Text


class ServiceError(Exception):
    """Something a client or operator can act on: a stable ``code`` and one sentence in both languages.

    ``rows`` are the rows of a table that have to be mended: {sheet, row, column, value, reason_zh, reason_en}.
    """

    def __init__(self, code: str, detail: Text, rows: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(detail.en)
        self.code = code
        self.detail = detail
        self.rows = tuple(rows)


class NotFoundError(ServiceError):
    """The thing asked for does not exist (any more)."""


class InvalidRequestError(ServiceError):
    """The request cannot be answered as it was put."""


class ConflictError(ServiceError):
    """The request cannot be done as things stand now."""


class ForbiddenError(ServiceError):
    """The request comes from where none is accepted."""


class SetupError(ServiceError):
    """The service cannot start as configured."""


def import_not_found(import_id: str) -> NotFoundError:
    """Return the error for an import id nobody knows."""
    return NotFoundError("import-not-found", _unknown("导入记录", "import", import_id))


def building_not_found(building_id: str) -> NotFoundError:
    """Return the error for a building id nobody knows."""
    return NotFoundError("building-not-found", _unknown("建筑", "building", building_id))


def storey_not_found(storey_id: str) -> NotFoundError:
    """Return the error for a storey id nobody knows."""
    return NotFoundError("storey-not-found", _unknown("楼层", "storey", storey_id))


def space_not_found(space_id: str) -> NotFoundError:
    """Return the error for a space id nobody knows."""
    return NotFoundError("space-not-found", _unknown("房间", "space", space_id))


def finding_not_found(finding_id: str) -> NotFoundError:
    """Return the error for a finding id that the evaluation asked for does not have."""
    return NotFoundError("finding-not-found", _unknown("问题", "finding", finding_id))


def case_not_found(case_id: str) -> NotFoundError:
    """Return the error for a case id nobody knows."""
    return NotFoundError("case-not-found", _unknown("整改事项", "case", case_id))


def inspection_not_found(inspection_id: str) -> NotFoundError:
    """Return the error for an inspection id nobody knows."""
    return NotFoundError("inspection-not-found", _unknown("检查", "inspection", inspection_id))


def evidence_not_found(evidence_id: str) -> NotFoundError:
    """Return the error for an evidence id nobody knows."""
    return NotFoundError("evidence-not-found", _unknown("材料", "evidence", evidence_id))


def org_unit_not_found(org_unit_id: str) -> NotFoundError:
    """Return the error for an org unit that is not in the roster."""
    return NotFoundError("org-unit-not-found", _unknown("用房单位", "org unit", org_unit_id))


def occupant_not_found(occupant_id: str) -> NotFoundError:
    """Return the error for an occupant who is not in the roster."""
    return NotFoundError("occupant-not-found", _unknown("使用人", "occupant", occupant_id))


def assignment_not_found(assignment_id: str) -> NotFoundError:
    """Return the error for an assignment that is not in the roster."""
    return NotFoundError("assignment-not-found", _unknown("用房安排", "assignment", assignment_id))


def _unknown(zh: str, en: str, given: str) -> Text:
    shown = given if len(given) <= 80 else given[:77] + "…"
    return Text(f"没有编号为“{shown}”的{zh}。", f"There is no {en} with the id “{shown}”.")
