"""The tables about people: org units, occupants, assignments, cases, inspections; the same on SQLite and PostgreSQL."""
