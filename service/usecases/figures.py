"""How much the store holds and how much is waiting."""

from __future__ import annotations

from service.metrics import Family
from service.store import buildings, imports, jobs
from service.store.database import Database


def figures(database: Database) -> list[Family]:
    """Return the figures of the store."""
    with database.read() as session:
        by_status, by_state = imports.count_by_status(session), jobs.count_by_state(session)
        rooms = buildings.counts(session)
    return [
        Family("yijian_imports", "gauge", "Imports by status.", [({"status": s}, n) for s, n in by_status.items()]),
        Family("yijian_jobs", "gauge", "Jobs by state.", [({"state": s}, n) for s, n in by_state.items()]),
        *(
            Family(f"yijian_{noun}", "gauge", f"{noun.capitalize()} in their newest revision.", [({}, count)])
            for noun, count in rooms.items()
        ),
    ]
