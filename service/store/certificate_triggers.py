"""The database itself refuses to change what was certified: triggers on SQLite and PostgreSQL.

They stop mistakes and the quiet edit of one row; who owns the database can remove them, and then the hash chain of the
history and the signatures still tell.
"""

from __future__ import annotations

from typing import Final

APPEND_ONLY: Final = ("certificate_documents", "certificate_history")
KEPT: Final = (*APPEND_ONLY, "certificates")
STATUS_COLUMNS: Final = frozenset({"status", "status_at", "cause", "reason", "successor_revision", "successor_id"})
FIXED_COLUMNS: Final = (
    "position",
    "id",
    "identity",
    "space_id",
    "building_id",
    "storey_id",
    "building",
    "storey",
    "number",
    "revision",
    "basis",
    "net_area_m2",
    "gross_area_m2",
    "standard_uncertainty_m2",
    "tolerance_m2",
    "issued_at",
    "valid_until",
)
# Valid → superseded → revoked, or valid → revoked: never back.
BACKWARDS: Final = "OLD.status = 'revoked' OR NEW.status = 'valid' OR NEW.status NOT IN ('superseded', 'revoked')"


def _sqlite() -> list[str]:
    def forbid(name: str, when: str, table: str, why: str) -> str:
        return f"CREATE TRIGGER {name} BEFORE {when} ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END"

    columns = ", ".join(FIXED_COLUMNS)
    return [
        *(forbid(f"{table}_no_delete", "DELETE", table, f"{table}: nothing is removed") for table in KEPT),
        *(forbid(f"{table}_no_update", "UPDATE", table, f"{table}: only appended to") for table in APPEND_ONLY),
        forbid("certificates_fixed", f"UPDATE OF {columns}", "certificates", "certificates: only the status changes"),
        "CREATE TRIGGER certificates_forward BEFORE UPDATE OF status ON certificates "
        f"WHEN {BACKWARDS} BEGIN SELECT RAISE(ABORT, 'certificates: a status never goes back'); END",
    ]


def _postgresql() -> list[str]:
    def trigger(name: str, when: str, table: str, rest: str) -> str:
        return f"CREATE TRIGGER {name} BEFORE {when} ON {table} {rest} EXECUTE FUNCTION yijian_refuse()"

    columns = ", ".join(FIXED_COLUMNS)
    return [
        "CREATE FUNCTION yijian_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, TG_OP; END $$",
        *(trigger(f"{table}_no_delete", "DELETE", table, "FOR EACH ROW") for table in KEPT),
        *(trigger(f"{table}_no_truncate", "TRUNCATE", table, "FOR EACH STATEMENT") for table in KEPT),
        *(trigger(f"{table}_no_update", "UPDATE", table, "FOR EACH ROW") for table in APPEND_ONLY),
        trigger("certificates_fixed", f"UPDATE OF {columns}", "certificates", "FOR EACH ROW"),
        trigger("certificates_forward", "UPDATE OF status", "certificates", f"FOR EACH ROW WHEN ({BACKWARDS})"),
    ]


TRIGGERS: Final = {"sqlite": _sqlite(), "postgresql": _postgresql()}
