"""What the linter finds, and how it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.model.source import Location, Span


class Severity(StrEnum):
    """How much a finding matters.

    An error would make wrong sound, or lose some, and stops a render; a warning is hard to follow by ear, and fails
    only ``--strict``; the rest is good to know.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of ``span`` by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that remove a finding; ``safe`` means that the meaning cannot change."""

    description: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a script: rule code and name, what, where, and what to do.

    ``location`` is where ``span`` begins, as an editor shows it.
    """

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    span: Span
    hint: str | None = None
    fix: Fix | None = None
