"""Certificate ids: unguessable, yet short enough to be typed from paper.

``YJ-`` and six groups of four symbols of Crockford's base 32 (no I, L, O, U): 23 random symbols, 115 bits, and a check
symbol that catches every single wrong symbol and every swap of two neighbours.
"""

from __future__ import annotations

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX: Final = "YJ"
RANDOM_SYMBOLS: Final = 23
_GROUP: Final = 4
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_POLYNOMIAL: Final = 0b100101  # x⁵ + x² + 1 is primitive: the weights of 31 neighbouring places all differ


def new_certificate_id() -> str:
    """Return a new random id, such as ``YJ-4T7K-Q9XH-2M0D-8V3C-NB6R-WE5A``."""
    return _written([byte % 32 for byte in secrets.token_bytes(RANDOM_SYMBOLS)])


def read_certificate_id(text: str) -> str | None:
    """Return the id that a person meant by ``text`` (any case, spaces, O for 0), None where it cannot be one."""
    symbols = text.upper().replace("-", "").replace(" ", "").translate(_READ_AS)
    if len(symbols) > RANDOM_SYMBOLS + 1:
        symbols = symbols.removeprefix(PREFIX)
    if len(symbols) != RANDOM_SYMBOLS + 1 or any(symbol not in ALPHABET for symbol in symbols):
        return None
    values = [ALPHABET.index(symbol) for symbol in symbols]
    return _written(values[:-1]) if _check(values[:-1]) == values[-1] else None


def _written(values: list[int]) -> str:
    symbols = "".join(ALPHABET[value] for value in [*values, _check(values)])
    groups = (symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))
    return "-".join((PREFIX, *groups))


def _check(values: list[int]) -> int:
    """Return Σ αⁱ·vᵢ over the field of 32 elements, by Horner's scheme."""
    total = 0
    for value in values:
        total = _times_alpha(total) ^ value
    return _times_alpha(total)


def _times_alpha(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled & 32 else doubled
