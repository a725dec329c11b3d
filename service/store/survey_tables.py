"""The tables about surveys, the same on SQLite and PostgreSQL."""
