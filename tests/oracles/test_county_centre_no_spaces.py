"""Rooms derived from the walls of the sample, against the outlines of the rooms its other variant models."""

from pathlib import Path

import pytest
import shapely

from bim_import.read import ReadOptions, read_file

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def modelled():
    return read_file(SAMPLES / "county_centre.ifc").model


def best_iou(modelled, derived):
    """Return, by room number, the overlap with the derived room of the same storey that fits best."""
    found = {}
    for building, other in zip(modelled.buildings, derived.buildings, strict=True):
        for storey, twin in zip(building.storeys, other.storeys, strict=True):
            tree = shapely.STRtree([s.outline for s in twin.spaces])
            for space in storey.spaces:
                near = [twin.spaces[i].outline for i in tree.query(space.outline)]
                shares = [space.outline.intersection(o).area / space.outline.union(o).area for o in near]
                found[space.number] = max(shares, default=0.0)
    return found


@pytest.mark.parametrize(
    ("file", "ignore_spaces"), [("county_centre_no_spaces.ifc", False), ("county_centre.ifc", True)]
)
def test_rooms_come_out_of_the_walls(modelled, file, ignore_spaces):
    derived = read_file(SAMPLES / file, options=ReadOptions(ignore_spaces=ignore_spaces)).model
    assert all(s.origin == "derived-from-walls" for s in derived.spaces())
    found = best_iou(modelled, derived)
    missed = {number for number, iou in found.items() if iou < 0.95}
    # The shafts of 0.9 m² have a column in them, and the hall's upper half has no floor.
    assert missed <= {n for n in found if "-J" in n} | {"A250"}
