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


def _unknown(zh: str, en: str, given: str) -> Text:
    shown = given if len(given) <= 80 else given[:77] + "…"
    return Text(f"没有编号为“{shown}”的{zh}。", f"There is no {en} with the id “{shown}”.")
