"""What the front end's clients ask for is what the services offer.

The calls are read from the clients' own code, the offers from each service's OpenAPI document, so
that a renamed address fails here and not in front of a child.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from frontend.clients import accounts, devices, notifications, reporting
from tests.architecture.test_who_may_call import make_app

CLIENTS = Path(__file__).parents[2] / "frontend" / "clients"
SERVICES = ("accounts", "devices", "notifications", "reporting")
VERBS = frozenset({"get", "post", "delete", "fetch"})


def address_of(told: ast.expr) -> str | None:
    """The address in a call's first argument, each part that is filled in as {}."""
    if isinstance(told, ast.Constant) and isinstance(told.value, str):
        return told.value
    if isinstance(told, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in told.values
        )
    return None


def calls_of(service: str) -> Iterator[tuple[str, str]]:
    """Every (method, address) that the client of `service` asks for."""
    for node in ast.walk(ast.parse((CLIENTS / f"{service}.py").read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in VERBS and node.args:
            address = address_of(node.args[0])
            if address and address.startswith("/"):
                yield ("GET" if node.func.attr == "fetch" else node.func.attr.upper()), address


def offers_of(app: FastAPI) -> set[tuple[str, str]]:
    return {
        (method.upper(), path)
        for path, methods in app.openapi()["paths"].items()
        for method in methods
    }


def matches(asked: tuple[str, str], offered: tuple[str, str]) -> bool:
    """A part that the client fills in may stand for one whole part of the offered address."""
    wanted = re.split(r"(\{\})", asked[1])
    pattern = "".join(r"[^/]+" if part == "{}" else re.escape(part) for part in wanted)
    return asked[0] == offered[0] and re.fullmatch(pattern, offered[1]) is not None


@pytest.mark.parametrize("service", SERVICES)
def test_every_call_of_a_client_is_an_operation_of_its_service(
    service: str, settings_values: dict[str, Any]
) -> None:
    offers = offers_of(make_app(service, settings_values))
    calls = set(calls_of(service))
    assert calls, "the clients' calls were not found: this test reads the wrong thing"
    unknown = [one for one in sorted(calls) if not any(matches(one, offer) for offer in offers)]
    assert unknown == []


# What a client reads, and the answer of the service that it reads it from.
READ = (
    ("accounts", accounts.Pupil, "GET /pupils/{pupil_id}"),
    ("reporting", reporting.Inbox, "GET /inbox"),
    ("reporting", reporting.Case, "GET /cases/{case_id}"),
    ("reporting", reporting.PupilReceipt, "POST /pupil-reports"),
    ("reporting", reporting.WordsPage, "GET /words/{case_id}"),
    ("notifications", notifications.Alert, "GET /alerts"),
    ("devices", devices.DeviceTaken, "POST /devices"),
    ("devices", devices.Device, "GET /devices/{device_id}"),
)

# These are read from the items of a list.
LISTED = frozenset({notifications.Alert})


def answer_schema(app: FastAPI, operation: str) -> dict[str, Any]:
    """The JSON schema of what an operation answers."""
    document = app.openapi()
    method, path = operation.split(" ")
    answers = document["paths"][path][method.lower()]["responses"]
    good = next(answers[code] for code in ("200", "201") if code in answers)
    return resolved(document, good["content"]["application/json"]["schema"])


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def one_item(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of one item of a list."""
    return resolved(document, schema["properties"]["items"]["items"])


@pytest.mark.parametrize(("service", "model", "operation"), READ)
def test_what_a_client_must_read_is_promised(
    service: str, model: type[BaseModel], operation: str, settings_values: dict[str, Any]
) -> None:
    app = make_app(service, settings_values)
    schema = answer_schema(app, operation)
    if model in LISTED:
        schema = one_item(app.openapi(), schema)
    needed = {str(field.alias or name) for name, field in model.model_fields.items()}
    assert needed
    assert needed - set(schema["properties"]) == set()
