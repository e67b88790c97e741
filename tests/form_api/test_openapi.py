"""The description of the form: true of every answer, and made of what the form itself shows and checks."""

import dataclasses
import json
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from form_api.openapi import describe
from generator.directory import Directory, language, question_form
from tests.form_api.questions import PASURUAN, TYPED, two_desks, with_files
from tests.form_api.sending import WatchedOutbox
from tests.form_api.window import client, routes

BODIES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
    checks.negative_data_rejection,
]


class Door:
    """An application that is there before the test's own is made."""

    app: Any

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


DOOR = Door()
DESCRIBED = schemathesis.openapi.from_dict(describe(with_files()))
DESCRIBED.app = DOOR


@DESCRIBED.parametrize()
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_is_described(case: schemathesis.Case[Any], watched: WatchedOutbox) -> None:
    """Whatever a program sends, allowed or not: never a fault of ours, and status, type, headers and body as told."""
    DOOR.app = client(watched, with_files()).app
    case.call_and_validate(checks=CHECKS)


def test_the_description_is_served(window: TestClient) -> None:
    """At its own address, as JSON."""
    answer = window.get("/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == describe(PASURUAN)


def question(directory: Directory, kind: str) -> Any:
    return describe(directory)["paths"]["/inquiries"]["post"]["requestBody"]["content"][kind]["schema"]


@pytest.mark.parametrize("kind", BODIES)
def test_fields_and_limits_are_the_forms_own(kind: str) -> None:
    """Each field of the page, with its label and its longest text; services and topics that exist, and no other."""
    directory = two_desks()
    told = question(directory, kind)["properties"]
    fields = question_form(directory, None, language("id")).fields
    assert {field.name: field.label for field in fields}.items() <= {n: s.get("title") for n, s in told.items()}.items()
    assert {f.name: f.max_length for f in fields if not f.choices}.items() <= {
        name: schema.get("maxLength") for name, schema in told.items()
    }.items()
    assert [value for value in told["service"]["enum"] if value] == ["pbb-p2"]
    assert [value for value in told["topic"]["enum"] if value] == ["keberatan", "other"]


def test_files_are_described_where_they_are_taken() -> None:
    """In a multipart body alone, and only where the directory takes them."""
    taking = [kind for kind in BODIES if "attachments" in question(with_files(max_files=2), kind)["properties"]]
    assert taking == ["multipart/form-data"]
    assert question(with_files(max_files=2), taking[0])["properties"]["attachments"]["maxItems"] == 2
    assert not any("attachments" in question(two_desks(), kind)["properties"] for kind in BODIES)


@pytest.mark.parametrize("kind", BODIES)
def test_a_good_question_is_one_that_is_described(kind: str) -> None:
    """What the tests of the form send as good is allowed by the schema; without a way to answer it is not."""
    schema = question(PASURUAN, kind)
    jsonschema.validate(TYPED, schema)
    for missing in ({"email": "", "phone": ""}, {"message": ""}, {"service": "sppt"}):
        assert not jsonschema.Draft202012Validator(schema).is_valid(TYPED | missing)


@pytest.mark.parametrize("name", sorted(describe(PASURUAN)["components"]["schemas"]))
def test_each_schema_is_one(name: str) -> None:
    """As JSON Schema 2020-12 says, which OpenAPI 3.1 takes over."""
    jsonschema.Draft202012Validator.check_schema(describe(PASURUAN)["components"]["schemas"][name])


def test_every_route_is_described(window: TestClient) -> None:
    """What programs may ask is in the description; a stylesheet, a script and the description itself need none."""
    paths = {route.path.rstrip("/") for route in routes(window)}
    assert {path for path in paths if "style" not in path and "upload" not in path} - {"/openapi.json"} == set(
        describe(PASURUAN)["paths"]
    )


def test_the_office_of_another_origin_is_named() -> None:
    """Where the form API lives elsewhere, the description says where."""
    site = dataclasses.replace(PASURUAN.site, form_api="https://formulir.example")
    assert describe(dataclasses.replace(PASURUAN, site=site))["servers"] == [{"url": "https://formulir.example"}]
    assert "servers" not in describe(PASURUAN)


def test_no_mailbox_is_described() -> None:
    """The description is for everybody: desks' addresses are in none of it."""
    assert "@" not in json.dumps(describe(PASURUAN))


def test_what_needs_a_crowd_is_described_too() -> None:
    """Answers that no single request brings about: the tests of the intake and of the ceilings get them."""
    answers = describe(PASURUAN)["paths"]["/inquiries"]["post"]["responses"]
    assert {"408", "413", "429", "503"} <= answers.keys()
    assert all("Retry-After" in answers[status]["headers"] for status in ("429", "503"))
