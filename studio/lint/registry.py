"""Finds the rules: every module in ``studio.lint.rules`` is one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from studio.lint import rules

if TYPE_CHECKING:
    from types import ModuleType

    from studio.lint.context import Context
    from studio.lint.finding import Finding
    from studio.model.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as its module declares it.

    Args:
        code: stable, a family's letter and three digits (``U101``).
        name: readable and stable (``code-block``).
        worst: the greatest severity of any of its findings; its module says ``WORST`` where that is not its own.
        enabled: whether it runs when nothing is selected.
        options: the class of its options, a frozen dataclass with defaults; None where it has none.
        explanation: its documentation page, Markdown with fixed headings.
    """

    code: str
    name: str
    severity: Severity
    worst: Severity
    enabled: bool
    options: type | None
    explanation: str
    check: Callable[[Context, Any], Iterator[Finding]]

    @property
    def summary(self) -> str:
        """The first line of the explanation."""
        return self.explanation.split("\n", 1)[0]

    def matches(self, selector: str) -> bool:
        """Whether a code, the beginning of one, or a name means this rule."""
        return selector == self.name or self.code.startswith(selector.upper())


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code. Two rules of one code or name are a programming error."""
    modules = (
        importlib.import_module(f"{rules.__name__}.{entry.name}") for entry in pkgutil.iter_modules(rules.__path__)
    )
    found = sorted((_rule(module) for module in modules), key=lambda rule: rule.code)
    names = [name for rule in found for name in (rule.code, rule.name)]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise RuntimeError(f"rules share a code or a name: {', '.join(sorted(doubled))}")
    return tuple(found)


def _rule(module: ModuleType) -> Rule:
    return Rule(
        code=module.CODE,
        name=module.NAME,
        severity=module.SEVERITY,
        worst=getattr(module, "WORST", module.SEVERITY),
        enabled=getattr(module, "ENABLED", True),
        options=getattr(module, "Options", None),
        explanation=inspect.cleandoc(module.__doc__ or ""),
        check=module.check,
    )
