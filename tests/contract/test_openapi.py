"""The OpenAPI document is complete, and the service keeps to it."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from service.error_responses import ANY_ROUTE, KINDS
from tests.service.conftest import API, Client

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of schemathesis's own parts
    import schemathesis
    from schemathesis import Case
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="session")
def document(service: Client) -> dict[str, Any]:
    return service.get(f"{API}/openapi.json").json()


@pytest.fixture
def api_schema(document: dict[str, Any], service: Client) -> Any:
    # Endless streams and uploads have tests of their own.
    schema = schemathesis.openapi.from_dict(document)
    schema.app = service.app
    return schema.include(method="GET").exclude(path_regex="events$|^/metrics$")


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_answers_are_as_documented(case: Case, service: Client) -> None:
    case.call_and_validate(session=service, base_url="http://127.0.0.1", checks=CHECKS)


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, operation) for path, one in document["paths"].items() for method, operation in one.items()]


def test_every_operation_is_named_and_described(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    for path, _, operation in operations(document):
        assert re.fullmatch(r"[a-z_]+", operation["operationId"])
        assert operation["summary"], path
        assert operation["tags"], path
        for parameter in operation.get("parameters", []):
            assert parameter.get("description") or parameter["in"] == "path", (path, parameter["name"])


def test_every_error_of_a_route_is_a_problem_with_an_example(document: dict[str, Any]) -> None:
    seen = set()
    for path, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) < 400:
                continue
            ((media_type, body),) = answer["content"].items()
            assert media_type == "application/problem+json", (path, status)
            assert body["schema"] == {"$ref": "#/components/schemas/Problem"}
            for code, example in body["examples"].items():
                seen.add(code)
                assert example["value"]["status"] == int(status) == KINDS[code].status
    elsewhere = {"method-not-allowed", "not-found"}  # answers of no route
    assert seen == set(KINDS) - elsewhere
    assert set(ANY_ROUTE) <= seen


def test_schemas_have_titles_and_examples(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert {"ImportOut", "BuildingDetail", "StoreyOut", "SpaceCollection", "AreaStatementOut", "Problem"} <= set(
        schemas
    )
    assert not {"HTTPValidationError", "ValidationError"} & set(schemas)
    for name, one in schemas.items():
        assert one.get("description"), name
    shown = [p for one in schemas.values() for p in one.get("properties", {}).values() if "examples" in p]
    assert len(shown) > 50
    assert "multipart/form-data" in document["paths"][f"{API}/imports"]["post"]["requestBody"]["content"]


def test_routes_of_the_contract_exist(document: dict[str, Any]) -> None:
    promised = {
        ("post", f"{API}/imports"),
        ("get", f"{API}/imports/{{import_id}}"),
        ("get", f"{API}/imports/{{import_id}}/events"),
        ("get", f"{API}/buildings"),
        ("get", f"{API}/buildings/{{building_id}}"),
        ("get", f"{API}/buildings/{{building_id}}/revisions"),
        ("get", f"{API}/buildings/{{building_id}}/storeys"),
        ("get", f"{API}/storeys/{{storey_id}}/spaces"),
        ("get", f"{API}/spaces/{{space_id}}"),
        ("get", f"{API}/spaces/{{space_id}}/areas"),
        ("get", "/healthz"),
        ("get", "/metrics"),
    }
    assert promised <= {(method, path) for path, method, _ in operations(document)}
