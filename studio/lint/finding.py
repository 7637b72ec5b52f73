"""What a rule yields, before the linter adds the rule's code, name and severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.model.diagnostics import Fix, Severity
    from studio.model.source import Location, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a listener will trip over: where, what, and what the author can do.

    ``severity`` replaces the rule's own for this one finding, ``location`` the place of ``span`` where what is wrong
    stands in another file than the script; ``message`` has no full stop at its end.
    """

    span: Span
    message: str
    hint: str | None = None
    fix: Fix | None = None
    severity: Severity | None = None
    location: Location | None = None
