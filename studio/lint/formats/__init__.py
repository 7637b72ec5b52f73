"""Findings → text for people and for machines; every format is one function of the findings and their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from studio.lint.formats.github import format_github
from studio.lint.formats.jsonlines import format_json
from studio.lint.formats.junit import format_junit
from studio.lint.formats.plain import format_text
from studio.lint.formats.sarif import format_sarif
from studio.model.diagnostics import Diagnostic
from studio.model.source import Source

#: By the name that ``--format`` takes.
FORMATS: Mapping[str, Callable[[Iterable[Diagnostic], Mapping[str, Source]], str]] = {
    "text": format_text,
    "json": format_json,
    "github": format_github,
    "sarif": format_sarif,
    "junit": format_junit,
}

__all__ = ["FORMATS", "format_github", "format_json", "format_junit", "format_sarif", "format_text"]
