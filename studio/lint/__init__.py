"""Script → Diagnostics: what will not work for listeners, where, and why."""

from studio.lint.linter import lint_script
from studio.lint.registry import Rule, all_rules

__all__ = ["Rule", "all_rules", "lint_script"]
