"""Findings as GitHub workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from studio.lint.formats.jsonlines import end_of
from studio.model.diagnostics import Diagnostic, Severity
from studio.model.source import Source

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def format_github(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> str:
    """One command a line (docs.github.com, “Workflow commands for GitHub Actions”)."""
    return "".join(_command(found, sources) for found in diagnostics)


def _command(found: Diagnostic, sources: Mapping[str, Source]) -> str:
    where = found.location
    properties: dict[str, object] = {"file": where.path, "line": where.line, "col": where.column}
    end = end_of(where.path, found.span, sources)
    if end:
        # GitHub's end column is the last one of the range, and only counts on the first line.
        properties["endLine"] = end["end_line"]
        if end["end_line"] == where.line:
            properties["endColumn"] = max(where.column, end["end_column"] - 1)
    properties["title"] = f"{found.code} {found.name}"
    text = f"{found.message}: {found.hint}" if found.hint else found.message
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_LEVELS[found.severity]} {listed}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
