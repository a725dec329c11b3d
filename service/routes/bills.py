"""How a bill to be split over org units is asked about: part of the query of comparisons."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final

from fastapi import Depends, Query

from geometry.finding import Text
from service.allocation.consolidation.utilities import Rule
from service.errors import InvalidRequestError
from service.usecases.split_bill import Bill

NOT_A_READING: Final = Text(
    "“{given}”不是分表读数;写法:单位编号:读数,例如 czj:1250.5。",
    "“{given}” is no reading of a meter; write the id of an org unit, a colon and the reading, such as czj:1250.5.",
)
MOST_METERS: Final = 500
LARGEST: Final = 1e12


def asked_bill(
    bill: Annotated[
        Decimal | None,
        Query(ge=0, max_digits=15, decimal_places=2, description="a bill to split over org units, in whole cents"),
    ] = None,
    split_by: Annotated[Rule, Query(description="what decides how much an org unit bears")] = "area",
    meter: Annotated[
        list[str], Query(max_length=MOST_METERS, description="`org unit id:reading`, repeated; for `split_by=meter`")
    ] = [],  # noqa: B006  - FastAPI reads the default, nobody changes it
    main_meter: Annotated[
        float | None, Query(ge=0, le=LARGEST, description="reading of the main meter, where some units have none")
    ] = None,
    common_area_m2: Annotated[
        float, Query(ge=0, le=LARGEST, description="corridors and rooms of everybody, which all bear by area")
    ] = 0.0,
) -> Bill | None:
    """Return the bill that is asked about, None where none is."""
    if bill is None:
        return None
    meters = dict(_reading(given) for given in meter) if split_by == "meter" else {}
    return Bill(bill, split_by, meters, main_meter if split_by == "meter" else None, common_area_m2)


BillDep = Annotated[Bill | None, Depends(asked_bill)]


def _reading(given: str) -> tuple[str, float]:
    unit, colon, value = given.rpartition(":")
    try:
        reading = float(value)
    except ValueError:
        colon = ""
    if not colon or not 0 <= reading <= LARGEST:
        raise InvalidRequestError("invalid-request", NOT_A_READING.format(given=given[:80]))
    return unit, reading
