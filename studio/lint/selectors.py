"""What an author may write for a rule, or for several: a code, the beginning of one, or a name."""

from __future__ import annotations

from studio.lint.files import FILE_KINDS
from studio.lint.registry import all_rules
from studio.script import PROBLEM_KINDS

#: Code and name of the finding about a disable that does nothing.
UNUSED_DISABLE = ("X901", "unused-disable")


def is_known(selector: str) -> bool:
    """Whether a code, the beginning of one, or a name means anything: of a rule, the parser's, or the linter's own."""
    others = (UNUSED_DISABLE, *((kind.code, kind.name) for kind in (*PROBLEM_KINDS, *FILE_KINDS)))
    return any(rule.matches(selector) for rule in all_rules()) or any(means(selector, *other) for other in others)


def means(selector: str, code: str, name: str) -> bool:
    """Whether it means the rule of this code and name."""
    return selector == name or code.startswith(selector.upper())
