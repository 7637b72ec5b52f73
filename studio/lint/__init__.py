"""Script → Diagnostics: what will not work for listeners, where, and why."""

from studio.lint.explain import explain, rules_page
from studio.lint.fixes import Fixed, apply_fixes, diff, fix_source
from studio.lint.formats import FORMATS
from studio.lint.linter import lint_script
from studio.lint.registry import Rule, all_rules
from studio.lint.statistics import RuleCount, statistics

__all__ = [
    "FORMATS",
    "Fixed",
    "Rule",
    "RuleCount",
    "all_rules",
    "apply_fixes",
    "diff",
    "explain",
    "fix_source",
    "lint_script",
    "rules_page",
    "statistics",
]
