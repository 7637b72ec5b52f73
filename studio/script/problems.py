"""What the parser could not make sense of: a table of codes and a collector. Reading a script never raises."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.model.diagnostics import Diagnostic, Fix, Severity
from studio.model.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A stable code with its name, severity and what it means for the author."""

    code: str
    name: str
    severity: Severity
    explanation: str


FRONT_MATTER = ProblemKind(
    "S001",
    "front-matter-syntax",
    Severity.ERROR,
    "The YAML between the `---` lines cannot be read, so nothing in it counts.",
)
UNKNOWN_KEY = ProblemKind(
    "S002", "front-matter-key", Severity.ERROR, "A front-matter key that is probably a slip for one of the known keys."
)
WRONG_VALUE = ProblemKind(
    "S003", "front-matter-value", Severity.ERROR, "A front-matter value of the wrong type, such as a word for a number."
)
BAD_ATTRIBUTE = ProblemKind(
    "S004",
    "attribute",
    Severity.ERROR,
    "Braces that cannot be read as attributes, or an attribute that means nothing where it stands.",
)
UNKNOWN_CLASS = ProblemKind(
    "S005", "attribute-class", Severity.ERROR, "A `.class` that names no pillar and no mark of the show."
)
BAD_CUE = ProblemKind("S006", "cue-syntax", Severity.ERROR, "A `::cue` line that cannot be read as a cue.")
BAD_CONTAINER = ProblemKind(
    "S007", "container", Severity.ERROR, "A `:::` block of an unknown kind, or one that is never closed."
)
TOO_LONG = ProblemKind(
    "S008",
    "unparsable-size",
    Severity.ERROR,
    "A line, paragraph or nesting so large that it cannot be a script; the text there is left out.",
)
LONG_PAUSE = ProblemKind(
    "S009",
    "long-pause",
    Severity.WARNING,
    "A `::pause` of more than 10 seconds; as a rule milliseconds were meant (`800ms`).",
)
UNREAD = ProblemKind(
    "S010",
    "unread-text",
    Severity.ERROR,
    "Words that are neither text nor any construct of the script language; they are left out.",
)
FOREIGN_KEY = ProblemKind(
    "S011",
    "foreign-key",
    Severity.INFO,
    "A front-matter key of another program (Hugo, Jekyll, Obsidian …); nothing is made of it.",
)
CLOSE_HEADING = ProblemKind(
    "S012",
    "close-heading",
    Severity.WARNING,
    "A heading without a space behind its hashes (`##Heading`), which is text to other programs.",
)
LOST_PART = ProblemKind(
    "S013",
    "lost-to-yaml",
    Severity.WARNING,
    "A front-matter value of which YAML takes a part: a comment begins at ` #` (`title: Talk #1`), `&a` is a name.",
)

PROBLEM_KINDS = (
    FRONT_MATTER,
    UNKNOWN_KEY,
    WRONG_VALUE,
    BAD_ATTRIBUTE,
    UNKNOWN_CLASS,
    BAD_CUE,
    BAD_CONTAINER,
    TOO_LONG,
    LONG_PAUSE,
    UNREAD,
    FOREIGN_KEY,
    CLOSE_HEADING,
    LOST_PART,
)


class Problems:
    """Collects the diagnostics of one parse."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._found: list[Diagnostic] = []

    def add(
        self,
        kind: ProblemKind,
        span: Span,
        message: str,
        hint: str | None = None,
        fix: Fix | None = None,
    ) -> None:
        """Note a problem at ``span`` of the source.

        Args:
            kind: says the code, name and severity.
            span: the characters that are at fault.
            message: what is wrong, without a full stop at its end.
            hint: what to do about it.
            fix: edits that mend it.
        """
        location = self._source.location(span.start)
        self._found.append(Diagnostic(kind.code, kind.name, kind.severity, message, location, span, hint, fix))

    def touch(self, span: Span) -> bool:
        """Whether a problem was noted that shares a character with ``span``."""
        return any(found.span.start < span.end and span.start < found.span.end for found in self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Everything found, in source order."""
        return tuple(sorted(self._found, key=lambda found: (found.span, found.code)))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The hint for a misspelt name: the nearest known one, or all of them where none is near."""
    names = sorted(known)
    near = difflib.get_close_matches(word[:80], names, n=1, cutoff=0.6)
    if near:
        return f"did you mean “{near[0]}”?"
    return f"known are: {', '.join(names)}" if names else None
