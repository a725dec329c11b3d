"""The OpenAPI document is complete, and the service keeps to it."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from service.app import create_app
from service.error_responses import ANY_ROUTE, KINDS
from tests.service.conftest import API, local_settings
from tests.service.running import Running

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of schemathesis's own parts
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="session")
def document(service: Running) -> dict[str, Any]:
    return service.http.get(f"{API}/openapi.json").json()


def documented() -> Any:
    app = create_app(local_settings(Path("unused")))  # never started
    return schemathesis.openapi.from_dict(app.openapi())


# Endless streams and uploads have tests of their own.
READS = [
    operation
    for result in documented().include(method="GET").exclude(path_regex="events$").get_all_operations()
    for operation in [result.ok()]
]


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.path)
def test_answers_are_as_documented(operation: Any, service: Running) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        case.call_and_validate(base_url=service.address, checks=CHECKS)

    holds()


@pytest.mark.parametrize("operation", READS, ids=lambda operation: operation.path)
def test_answers_about_what_exists_are_as_documented(operation: Any, service: Running, ids: dict[str, str]) -> None:
    wanted = {name: ids[name] for name in re.findall(r"{(\w+)}", operation.path)}
    answer = operation.Case(path_parameters=wanted).call_and_validate(base_url=service.address, checks=CHECKS)
    assert answer.status_code == 200


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
    # Answers of no route, what became of one room of a batch, of a layout or a scenario.
    elsewhere = {"method-not-allowed", "not-found", "certificate-interrupted", "layout-interrupted", "scenario-failed"}
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
        ("get", f"{API}/spaces/{{space_id}}/sources"),
        ("get", f"{API}/spaces/{{space_id}}/survey"),
        ("get", "/healthz"),
        ("get", "/metrics"),
    }
    assert promised <= {(method, path) for path, method, _ in operations(document)}
