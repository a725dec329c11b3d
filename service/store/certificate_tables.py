"""The tables about certificates, the same on SQLite and PostgreSQL."""
