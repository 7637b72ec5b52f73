"""Findings as SARIF 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from urllib.parse import quote

from studio.lint.formats.jsonlines import end_of
from studio.lint.registry import all_rules
from studio.model.diagnostics import Diagnostic, Severity
from studio.model.source import Source

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def format_sarif(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> str:
    """One run with the rules that found something."""
    found = list(diagnostics)
    names = {one.code: one.name for one in found}
    summaries = {rule.code: rule.summary for rule in all_rules()}
    rules = [
        {"id": code, "name": name, "shortDescription": {"text": summaries.get(code, name)}}
        for code, name in sorted(names.items())
    ]
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    results = [
        {
            "ruleId": one.code,
            "ruleIndex": index[one.code],
            "level": _LEVELS[one.severity],
            "message": {"text": f"{one.message}. {_sentence(one.hint)}" if one.hint else one.message},
            "locations": [{"physicalLocation": _place(one, sources)}],
        }
        for one in found
    ]
    driver = {"name": "studio lint", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _place(one: Diagnostic, sources: Mapping[str, Source]) -> dict[str, object]:
    region = {"startLine": one.location.line, "startColumn": one.location.column}
    end = end_of(one.location.path, one.span, sources)
    if end:
        region |= {"endLine": end["end_line"], "endColumn": end["end_column"]}
    return {"artifactLocation": {"uri": quote(PurePath(one.location.path).as_posix())}, "region": region}


def _sentence(hint: str) -> str:
    return hint[:1].upper() + hint[1:]
