"""Plane networks of GNU Gama."""
