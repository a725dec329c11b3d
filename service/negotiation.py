"""What a client asked for: one of two languages (``Accept-Language``, RFC 9110 section 12.5.4), a kind of content."""

from __future__ import annotations

from collections.abc import Sequence
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


def preferred_type(accept: str | None, offered: Sequence[str]) -> str:
    """Return the media type of ``offered`` that ``accept`` prefers (RFC 9110 section 12.5.1), the first one if none.

    Nobody is refused for asking for something else: the first one is what most clients can do with.
    """
    weights = [0.0] * len(offered)
    exact = [-1] * len(offered)
    for part in (accept or "*/*").lower().split(","):
        pattern, _, parameters = part.strip().partition(";")
        pattern = pattern.strip()
        for index, media in enumerate(offered):
            precision = 2 if pattern == media else 1 if pattern == f"{media.split('/')[0]}/*" else 0
            if (precision or pattern == "*/*") and precision > exact[index]:
                exact[index], weights[index] = precision, _quality(parameters)
    best = max(weights)
    return offered[weights.index(best)] if best > 0 else offered[0]


def tongue_of(request: Request) -> Tongue:
    """Return the language in which to answer a request."""
    default: Tongue = "en" if request.app.state.settings.language == "en" else "zh"
    return negotiate(request.headers.get("accept-language"), default)


def pick(text: Text, tongue: Tongue) -> str:
    """Return the sentence in one language."""
    return text.zh if tongue == "zh" else text.en


def _quality(parameters: str) -> float:
    """Return the ``q`` among the parameters of a media range, 1 without one."""
    given = (one for one in parameters.split(";") if one.strip().lower().startswith("q="))
    return _weight(next(given, "q=1"))


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
