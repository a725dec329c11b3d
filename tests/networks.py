"""Published networks beside the checkout, with the results of GNU Gama 2.33. They are no part of the project."""

from __future__ import annotations

from pathlib import Path

NETWORKS = Path(__file__).resolve().parents[1] / ".." / "shared" / "surveys" / "networks"


def has_networks() -> bool:
    return NETWORKS.is_dir()


def network_file(name: str) -> Path:
    return next(NETWORKS.glob(f"{name}*.gkf"))


def result_file(name: str) -> Path:
    return next(NETWORKS.glob(f"{name}*.xml"))
