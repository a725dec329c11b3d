"""Which of the two languages a client asked for (``Accept-Language``, RFC 9110 section 12.5.4)."""

from __future__ import annotations

from typing import Literal

from starlette.requests import Request

from geometry.finding import Text

Tongue = Literal["zh", "en"]
TONGUES: dict[str, Tongue] = {"zh": "zh", "en": "en"}


def negotiate(accept_language: str | None, default: Tongue) -> Tongue:
    """Return the language that ``accept_language`` prefers among Chinese and English, else ``default``."""
    weights: dict[Tongue, float] = {}
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        known = TONGUES.get(tag.lower().split("-")[0])
        if known is not None:
            weights[known] = max(weights.get(known, 0.0), _weight(parameters))
    best = max(weights.values(), default=0.0)
    if best <= 0.0 or weights.get(default) == best:
        return default
    return next(tongue for tongue, weight in weights.items() if weight == best)


def tongue_of(request: Request) -> Tongue:
    """Return the language in which to answer a request."""
    default: Tongue = "en" if request.app.state.settings.language == "en" else "zh"
    return negotiate(request.headers.get("accept-language"), default)


def pick(text: Text, tongue: Tongue) -> str:
    """Return the sentence in one language."""
    return text.zh if tongue == "zh" else text.en


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
