"""The database itself refuses to change a scenario that has ended, or the rooms and people one was worked out from."""

from __future__ import annotations

from typing import Final

ENDED: Final = "OLD.status IN ('done', 'failed', 'cancelled')"

TRIGGERS: Final = {
    "sqlite": [
        f"CREATE TRIGGER scenarios_ended BEFORE UPDATE ON scenarios WHEN {ENDED} "
        "BEGIN SELECT RAISE(ABORT, 'scenarios: one that has ended is not changed'); END",
        "CREATE TRIGGER scenario_cases_no_update BEFORE UPDATE ON scenario_cases "
        "BEGIN SELECT RAISE(ABORT, 'scenario_cases: only appended to'); END",
    ],
    # The function is that of the certificates.
    "postgresql": [
        f"CREATE TRIGGER scenarios_ended BEFORE UPDATE ON scenarios FOR EACH ROW WHEN ({ENDED}) "
        "EXECUTE FUNCTION yijian_refuse()",
        "CREATE TRIGGER scenario_cases_no_update BEFORE UPDATE ON scenario_cases FOR EACH ROW "
        "EXECUTE FUNCTION yijian_refuse()",
    ],
}
