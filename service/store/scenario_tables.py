"""The tables about scenarios, the same on SQLite and PostgreSQL."""
