"""Ids of surveyed buildings, storeys and rooms: made of their names, so that a later survey speaks of the same ones."""

from __future__ import annotations

NO_STOREY = "-"  # the name of a storey nobody named


def building_id(building: str) -> str:
    """Return the id of a building by its name."""
    return f"survey:{building}"


def storey_id(building: str, storey: str) -> str:
    """Return the id of a storey by the names of its building and its own."""
    return f"{building_id(building)}/{storey or '-'}"


def space_id(building: str, storey: str, number: str) -> str:
    """Return the id of a room by its number within its storey."""
    return f"{storey_id(building, storey)}/{number}"
