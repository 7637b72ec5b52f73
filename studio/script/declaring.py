"""Edits that write speakers into the front matter of a script, or front matter into a script without any."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from studio.model.diagnostics import Edit
from studio.model.script import Script
from studio.model.source import Span

_PLAIN = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[^\W\d_][\w.'’ -]*", re.IGNORECASE)
_YAML_KEY = re.compile(r"^(?:speakers|voices)[ \t]*:[ \t]*(?P<rest>[^\r\n]*)(?P<line_end>\r\n?|\n)", re.MULTILINE)
_TOML_TABLE = re.compile(r"^\[(?:speakers|voices)\][^\r\n]*(?:\r\n?|\n)", re.MULTILINE)
_TOML_KEY = re.compile(r"^(?:speakers|voices)[ \t]*=[ \t]*\{", re.MULTILINE)
_INDENT = re.compile(r"[ \t]+(?=\S)")


def declare_speakers(script: Script, voices: Mapping[str, str]) -> tuple[Edit, ...]:
    """What to change so that the front matter gives each of these speakers a voice; nothing where it cannot be told."""
    text, front = script.source.text, script.front_matter
    if front.start == front.end:
        start = int(text.startswith("\ufeff"))
        return (_insert(start, f"---\nspeakers:\n{_yaml_lines(voices, '  ')}---\n\n"),)
    closing = max(text.rfind("\n", front.start, front.end), text.rfind("\r", front.start, front.end)) + 1
    if text.startswith("+++", front.start):
        return _in_toml(text, front, closing, voices)
    return _in_yaml(text, front, closing, voices)


def _in_yaml(text: str, front: Span, closing: int, voices: Mapping[str, str]) -> tuple[Edit, ...]:
    key = _YAML_KEY.search(text, front.start, front.end)
    if key is None:
        return (_insert(closing, f"speakers:\n{_yaml_lines(voices, '  ')}"),)
    if key["rest"].startswith("{"):
        listed = ", ".join(f"{_yaml(name)}: {_yaml(voice)}" for name, voice in voices.items())
        is_empty = not key["rest"][1:].lstrip(" \t}")
        return (_insert(key.start("rest") + 1, listed if is_empty else f"{listed}, "),)
    if key["rest"] and not key["rest"].startswith("#"):
        return ()
    indent = _INDENT.match(text, key.end(), front.end)
    return (_insert(key.end(), _yaml_lines(voices, indent[0] if indent else "  ")),)


def _in_toml(text: str, front: Span, closing: int, voices: Mapping[str, str]) -> tuple[Edit, ...]:
    lines = "".join(f"{json.dumps(name)} = {json.dumps(voice)}\n" for name, voice in voices.items())
    table = _TOML_TABLE.search(text, front.start, front.end)
    if table:
        return (_insert(table.end(), lines),)
    key = _TOML_KEY.search(text, front.start, front.end)
    if key:
        listed = ", ".join(f"{json.dumps(name)} = {json.dumps(voice)}" for name, voice in voices.items())
        return (_insert(key.end(), f" {listed}" + ("" if text[key.end() :].lstrip().startswith("}") else ",")),)
    return (_insert(closing, f"[speakers]\n{lines}"),)


def _insert(at: int, text: str) -> Edit:
    return Edit(Span(at, at), text)


def _yaml_lines(voices: Mapping[str, str], indent: str) -> str:
    return "".join(f"{indent}{_yaml(name)}: {_yaml(voice)}\n" for name, voice in voices.items())


def _yaml(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
