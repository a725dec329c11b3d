"""Imports as they stand."""

from __future__ import annotations

from service.errors import import_not_found
from service.store import imports
from service.store.database import Database
from service.store.records import ImportRecord, Page


def get_import(database: Database, import_id: str) -> ImportRecord:
    """Return one import; raises ``import-not-found``."""
    with database.read() as session:
        record = imports.get(session, import_id)
    if record is None:
        raise import_not_found(import_id)
    return record


def list_imports(database: Database, *, cursor: str | None, limit: int) -> Page[ImportRecord]:
    """Return imports, newest first."""
    with database.read() as session:
        return imports.page(session, cursor=cursor, limit=limit)
