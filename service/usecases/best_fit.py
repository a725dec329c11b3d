"""The rigid placing under which a surveyed or drawn outline lies best on the outline known of the room."""

from __future__ import annotations

from geometry.region import Region
from geometry.survey.registration import register
from service.usecases.placing import Placing, compared


def best_fit(outline: Region, onto: Region) -> Placing:
    """Return how ``outline`` lies best on ``onto``: of equally good placings the one that turns least, unmirrored."""
    found = register(outline, onto)
    return compared(Placing("fit", found.matrix, found.mirrored, found.rotation_deg), outline, onto)
