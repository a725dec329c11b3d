"""The city centre as one IFC4 file: what the county centre is written with, under another name and nowhere on earth."""

from __future__ import annotations

from samples.county.ifc_export import Export

PREFIX = "city/"


class CityExport(Export):
    """Writes the blocks of the city centre; its GlobalIds are none of the county centre's."""

    place_name = "岚江市行政中心"

    def __init__(self) -> None:
        super().__init__(prefix=PREFIX)

    def _georeference(self) -> None:
        """Leave the place open: an invented city needs none."""
