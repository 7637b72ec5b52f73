"""Markdown → Script: the script language, parsed with exact source spans."""

from studio.script.parse import parse_script
from studio.script.problems import PROBLEM_KINDS, ProblemKind
from studio.script.reference import language_page

__all__ = ["PROBLEM_KINDS", "ProblemKind", "language_page", "parse_script"]
