"""What may stand in an author's YAML files, as JSON Schema (2020-12), for editors that know no more of studio.

The schemas say less than the reader does: names of voices, paths and the options of engines are for it to judge.
https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from studio.model.fields import Declared, declaration
from studio.model.show import Voice
from studio.settings.lexicons import EntryFields
from studio.settings.show import StudioYaml

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMS: dict[str, dict[str, Any]] = {
    "url": {"format": "uri"},
    "colour": {"pattern": "^#[0-9A-Fa-f]{6}$"},
    "pattern": {"format": "regex"},
}
_PLAIN: dict[Any, str] = {
    datetime.datetime: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    Path: "string",
}

Schema: typing.TypeAlias = dict[str, Any]


def show_schema() -> Schema:
    """Of ``studio.yaml``."""
    from studio.speech.style import Style

    schema = _document("studio.yaml", _of_class(StudioYaml))
    schema["properties"]["style"] |= _of_class(Style)
    return schema


def voice_schema() -> Schema:
    """Of ``voices/NAME.yaml``."""
    return _document("A voice of a show", _of_class(Voice))


def lexicon_schema() -> Schema:
    """Of a lexicon in YAML: a word, and its sound or sounds."""
    one = {"anyOf": [{"type": "string"}, _of_class(EntryFields)]}
    several = {"anyOf": [*one["anyOf"], {"type": "array", "items": one, "minItems": 1}]}
    return _document("A lexicon", {"type": "object", "additionalProperties": several})


def _document(title: str, schema: Schema) -> Schema:
    return {"$schema": DIALECT, "title": title, **schema}


def _of_class(into: type) -> Schema:
    """Of the mapping that makes a dataclass; what it does not declare may not stand there."""
    hints = typing.get_type_hints(into)
    properties: Schema = {}
    required = []
    for field in dataclasses.fields(into):
        told = declaration(field.metadata)
        if told.is_name:
            continue
        key = told.key or field.name
        schema = _of_type(hints[field.name], told)
        if told.meaning:
            schema = {"description": told.meaning, **schema}
        has_default = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        if not has_default:
            required.append(key)
        elif isinstance(field.default, str | int | float) and field.default != "":
            schema["default"] = field.default
        properties |= dict.fromkeys((key, *told.also), schema)
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _of_type(hint: Any, told: Declared) -> Schema:
    if told.choices:
        return {"enum": [str(one) if isinstance(one, str) else one for one in told.choices]}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        kinds = [_of_type(one, told) for one in arguments if one is not type(None)]
        return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if origin is tuple:
        return _of_several(arguments[0], told)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        values = True if arguments[1] is object else _of_type(arguments[1], told)
        return {"type": "object", "additionalProperties": values}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _of_class(hint)
    return _of_plain(hint, told)


def _of_plain(hint: Any, told: Declared) -> Schema:
    if issubclass(hint, StrEnum):
        return {"enum": [str(one) for one in hint]}
    schema: Schema = {"type": _PLAIN[hint]}
    if hint in (int, float):
        limits = {"minimum": told.low, "maximum": told.high}
        schema |= {name: limit for name, limit in limits.items() if limit is not None}
    return schema | (_FORMS.get(told.form, {}) if hint is str else {})


def _of_several(item: Any, told: Declared) -> Schema:
    """A list, or one value for a list of one; a mapping by name where its items have names of the author's own."""
    if dataclasses.is_dataclass(item) and any(declaration(one.metadata).is_name for one in dataclasses.fields(item)):
        return {"type": "object", "additionalProperties": _of_type(item, told)}
    if typing.get_origin(item) is tuple:
        return {"type": ["array", "object"]}
    one = _of_type(item, told)
    return {"anyOf": [one, {"type": "array", "items": one}]}
