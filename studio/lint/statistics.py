"""How often each rule found something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.model.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Findings of one rule and severity; ``fixable`` counts those with a safe fix, ``unsafe`` with an unsafe one."""

    code: str
    name: str
    severity: Severity
    count: int
    fixable: int
    unsafe: int


def statistics(diagnostics: Iterable[Diagnostic]) -> tuple[RuleCount, ...]:
    """The counts, most frequent first."""
    counts: Counter[tuple[str, str, Severity]] = Counter()
    safe: Counter[tuple[str, str, Severity]] = Counter()
    unsafe: Counter[tuple[str, str, Severity]] = Counter()
    for found in diagnostics:
        key = (found.code, found.name, found.severity)
        counts[key] += 1
        if found.fix:
            (safe if found.fix.safe else unsafe)[key] += 1
    ranked = sorted(counts, key=lambda key: (-counts[key], key))
    return tuple(RuleCount(*key, counts[key], safe[key], unsafe[key]) for key in ranked)
