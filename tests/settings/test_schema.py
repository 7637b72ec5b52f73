"""The JSON schemas say what the reader takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from studio.model.show import Voice
from studio.settings.reader import documented
from studio.settings.schema import lexicon_schema, show_schema, voice_schema
from studio.settings.show import StudioYaml

REPOSITORY = Path(__file__).parents[2]
_TYPES: dict[str, Any] = {"string": str, "boolean": bool, "object": dict, "array": list, "number": (int, float)}


def complaints(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """What of a schema's words that these schemas use a value does not keep."""
    if "anyOf" in schema:
        found = [complaints(value, one, at) for one in schema["anyOf"]]
        return min(found, key=len)
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at}: {value!r} is none of {schema['enum']}"]
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    fits = [isinstance(value, int if kind == "integer" else _TYPES[kind]) for kind in kinds]
    if kinds and (not any(fits) or (isinstance(value, bool) and "boolean" not in kinds)):
        return [f"{at}: {value!r} is no {kinds}"]
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value) if "minimum" in schema else False:
        return [f"{at}: {value!r} is out of range"]
    found = []
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        found += [f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in value]
        for key, item in value.items():
            if key in known or isinstance(others, dict):
                found += complaints(item, known.get(key, others), f"{at}/{key}")
            elif others is False:
                found.append(f"{at}: {key} is not a setting")
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += complaints(item, schema.get("items", {}), f"{at}/{index}")
    return found


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_shows_own_settings_keep_the_schemas() -> None:
    assert complaints(load(REPOSITORY / "studio.yaml"), show_schema()) == []
    lexicon = REPOSITORY / "voices/lexicon.yaml"
    assert complaints(load(lexicon), lexicon_schema()) == []
    for path in (REPOSITORY / "voices").glob("*.yaml"):
        assert path == lexicon or complaints(load(path), voice_schema()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "title is missing"),
        ("{title: 7}", "is no"),
        ("{title: x, narator: y}", "narator is not a setting"),
        ("{title: x, loudness: {target_lufs: 3}}", "out of range"),
        ("{title: x, encoding: {bitrate_kbps: 97}}", "is none of"),
        ("{title: x, pillars: {zoom: {short: Z}}}", "name is missing"),
        ("{title: x, style: {slash: and}}", "is none of"),
        ("{title: x, explicit: 1}", "is no"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(text: str, said: str) -> None:
    assert any(said in one for one in complaints(yaml.safe_load(text), show_schema())), text


@pytest.mark.parametrize(("into", "schema"), [(StudioYaml, show_schema()), (Voice, voice_schema())])
def test_every_documented_setting_is_in_the_schema(into: type, schema: dict[str, Any]) -> None:
    for name, _, _, meaning in documented(into):
        at = schema
        for part in name.split("."):
            at = at["additionalProperties"] if part == "*" and "additionalProperties" in at else at
            at = at if part == "*" else at["properties"][part]
        assert meaning in json.dumps(schema, ensure_ascii=False) or not meaning
