"""What the OpenAPI document says beyond the routes: servers, security, the problem shape."""

from __future__ import annotations

from typing import Any

from service.schemas.common import Problem

ABOUT = """Rooms and their areas from building models.

Areas are m² and never travel without the measurement `basis` they follow. Coordinates are metres in the frame of
the storey unless a `crs` is asked for. Errors are `application/problem+json` with a stable `code`. Reads carry an
`ETag`."""


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document that FastAPI made, completed."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    for unused in ("HTTPValidationError", "ValidationError"):  # ours are problems
        schemas.pop(unused, None)
    components["securitySchemes"] = {
        "accessToken": {"type": "http", "scheme": "bearer", "description": "where the service has a token set"}
    }
    document["security"] = [{"accessToken": []}, {}]
    for path in document["paths"].values():
        for operation in path.values():
            _without_default_validation(operation)
    return document


def _without_default_validation(operation: dict[str, Any]) -> None:
    responses = operation.get("responses", {})
    content = responses.get("422", {}).get("content", {})
    content.pop("application/json", None)
    if "422" in responses and not content:  # texts in a path are always valid
        del responses["422"]
