"""The API is what its description says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from desk_client import Page

pytest.importorskip("sse_starlette")


def test_every_address_is_described_and_answers_as_described(page: Page) -> None:
    text = page.http.get("/api/openapi.json").json()
    assert text["openapi"].startswith("3.1")
    names = [one["operationId"] for path in text["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))
    for path, methods in text["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"].endswith(".")
            named = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))
            assert ("security" in operation) == (method != "get")


@pytest.mark.parametrize(
    ("path", "report"),
    [
        ("/api/show", "Show"),
        ("/api/episodes/ep01", "Episode"),
        ("/api/episodes/ep01/takes/1", "Takes"),
        ("/api/voices", "Voices"),
        ("/api/flags?episode=ep01", "Flags"),
        ("/api/jobs", "Jobs"),
    ],
)
def test_reports_have_the_form_that_is_told(page: Page, path: str, report: str) -> None:
    forms = page.http.get("/api/openapi.json").json()["components"]["schemas"]
    _hold(page.http.get(path).json(), forms[report], forms)


def test_events_have_the_form_that_is_told(page: Page) -> None:
    text = page.http.get("/api/openapi.json").json()
    before = page.type("the buffer is empty", "the buffer is nearly empty")
    page.wait("segment", lambda told: told["state"] == "fresh", since=before)
    page.wait("shares", since=before)
    assert {"segments", "segment", "shares"} <= {name for name, _ in page.told} <= set(text["x-events"])
    forms = text["components"]["schemas"]
    for name, value in page.told:
        _hold(value, text["x-events"][name]["schema"], forms)


def _hold(value: Any, form: dict[str, Any], forms: dict[str, Any]) -> None:
    """Hold a value against the part of JSON Schema that the description uses."""
    if "$ref" in form:
        form = forms[form["$ref"].rpartition("/")[2]]
    kinds = form["type"] if isinstance(form["type"], list) else [form["type"]]
    types = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    types |= {"object": dict, "array": list}
    assert any(isinstance(value, types[kind]) for kind in kinds), (value, form)  # type: ignore[arg-type]
    assert value in form.get("enum", [value])
    if isinstance(value, dict) and "properties" in form:
        assert set(form["required"]) <= set(value) <= set(form["properties"]), set(value) ^ set(form["properties"])
        for name, part in value.items():
            _hold(part, form["properties"][name], forms)
    if isinstance(value, list):
        for part in value:
            _hold(part, form["items"], forms)
