"""Findings as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from studio.model.diagnostics import Diagnostic
from studio.model.source import Source, Span


def format_json(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> str:
    """A JSON array; lines and columns count from 1, columns in code points, and ends stand behind the last character.

    Offsets in fixes count code points from the start of the file as it was read.
    """
    return json.dumps([finding_record(found, sources) for found in diagnostics], ensure_ascii=False, indent=2) + "\n"


def finding_record(found: Diagnostic, sources: Mapping[str, Source]) -> dict[str, object]:
    """A finding as plain values; where its source is not among ``sources`` (path → source), without its end."""
    fix = found.fix
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.value,
        "message": found.message,
        "hint": found.hint,
        "path": found.location.path,
        "line": found.location.line,
        "column": found.location.column,
        **end_of(found.location.path, found.span, sources),
        "fix": fix
        and {
            "description": fix.description,
            "safe": fix.safe,
            "edits": [{"start": e.span.start, "end": e.span.end, "text": e.text} for e in fix.edits],
        },
    }


def end_of(path: str, span: Span, sources: Mapping[str, Source]) -> dict[str, int]:
    """Line and column behind the last character of a span; empty where the source is not at hand."""
    if path not in sources:
        return {}
    end = sources[path].location(span.end)
    return {"end_line": end.line, "end_column": end.column}
