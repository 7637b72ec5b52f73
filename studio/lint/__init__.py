"""Script → Diagnostics: what will not work for listeners, where, and why.

What a render needs is here; reports, fixes and explanations are in modules of their own, which take time to import.
"""

from studio.lint.linter import lint_script
from studio.lint.registry import Rule, all_rules

__all__ = ["Rule", "all_rules", "lint_script"]
