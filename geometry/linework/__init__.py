"""Rooms out of drawn lines: what a plan's linework encloses, in plan metres, and what had to be closed for it."""
