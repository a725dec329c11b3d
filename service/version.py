"""The version of this installation."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Return the version of the installed package."""
    try:
        return version("yijian")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
