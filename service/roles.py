"""Who may do what: manager, auditor and reader.

A **manager** does everything. An **auditor** reads everything and writes inspections only. A **reader** writes nothing
and sees no personal data: no names, no post levels, nothing that a person wrote about another one.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Role = Literal["manager", "auditor", "reader"]
INSPECTIONS: Final = re.compile(r"^/api/v1/inspections(/|$)")


def may_write(role: Role, path: str) -> bool:
    """Return whether a role may send writing requests to an address; nobody but a manager may unless said here."""
    return role == "manager" or (role == "auditor" and INSPECTIONS.match(path) is not None)


def sees_people(role: Role) -> bool:
    """Return whether a role is shown who people are and what posts they hold."""
    return role != "reader"
