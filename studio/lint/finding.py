"""What a rule yields, before the linter adds the rule's code, name and severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.model.diagnostics import Fix, Severity
    from studio.model.source import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a listener will trip over: where, what, and what the author can do.

    ``severity`` replaces the rule's own for this one finding; ``message`` has no full stop at its end.
    """

    span: Span
    message: str
    hint: str | None = None
    fix: Fix | None = None
    severity: Severity | None = None
