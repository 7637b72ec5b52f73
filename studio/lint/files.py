"""Findings about a script's file: one that cannot be read stops no report on the others."""

from __future__ import annotations

import re
from pathlib import Path

from studio.kit.errors import StudioError
from studio.model.diagnostics import Diagnostic, Severity
from studio.model.source import Location, Span
from studio.script import ProblemKind

UNREADABLE = ProblemKind(
    "X902",
    "unreadable-script",
    Severity.ERROR,
    "A script that cannot be read, or written by `--fix`: empty, too large, not UTF-8, or not allowed.",
)
SAME_EPISODE = ProblemKind(
    "X903",
    "same-episode",
    Severity.ERROR,
    "Two scripts with one id, or with one number in a season: each would overwrite what is made of the other.",
)
OVERLOOKED = ProblemKind(
    "X904",
    "overlooked-script",
    Severity.WARNING,
    "A file among the scripts that nothing reads, for its ending: `ep17.MD`, `ep17.markdown`, `ep17.mdx`.",
)
FILE_KINDS = (UNREADABLE, SAME_EPISODE, OVERLOOKED)

_LINE = re.compile(r":(\d+)\Z")


def file_finding(kind: ProblemKind, path: str | Path, error: StudioError) -> Diagnostic:
    """What is wrong with a file, as a finding at the line that the error names, or at its first.

    Args:
        kind: one of :data:`FILE_KINDS`.
        path: of the script, as it is shown.
        error: what went wrong.
    """
    line = _LINE.search(error.where or "")
    where = Location(str(path), int(line[1]) if line else 1)
    message = error.message[:1].upper() + error.message[1:]
    return Diagnostic(kind.code, kind.name, kind.severity, message, where, Span(0, 0), error.hint)
