"""Every rule is documented, its examples are true, and golden cases hold its exact positions.

``tests/cases/lint/NAME.md`` (NAME is a rule's name, or begins with one and two hyphens) has its findings beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from golden_cases import assert_as_expected, cases

from studio.lint import Rule, all_rules, lint_script
from studio.lint.explain import FAMILIES
from studio.lint.fixes import fix_source
from studio.model.diagnostics import Diagnostic, Severity
from studio.model.show import Show
from studio.model.source import Source
from studio.script import PROBLEM_KINDS, parse_script

CASES = cases("lint")
RULES = all_rules()
HEADINGS = ["What it does", "Why it is bad for the ear", "Bad", "Good"]
_EXAMPLE = re.compile(r"^(```|~~~)markdown\n(.*?)^\1$", re.DOTALL | re.MULTILINE)


def check(text: str, show: Show, *select: str, path: str = "case.md") -> tuple[Diagnostic, ...]:
    script = parse_script(Source(path, text), pillars=show.pillars, marks=show.marks, speakers=tuple(show.speakers))
    return lint_script(script, show, select=select)


def example(rule: Rule, heading: str) -> str:
    found = _EXAMPLE.search(rule.explanation, rule.explanation.index(f"\n## {heading}\n"))
    assert found, f"{rule.name} has no Markdown under “{heading}”"
    return found[2]


def test_there_are_at_least_thirty_rules() -> None:
    assert len(RULES) >= 30


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_documented(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]\d{3}", rule.code)
    assert rule.code[0] in FAMILIES
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert re.findall(r"^## (.+)$", _EXAMPLE.sub("", rule.explanation), re.MULTILINE) == HEADINGS
    assert rule.summary.endswith(".")
    assert "\n\n## What it does" in rule.explanation


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_finds_its_bad_example_and_not_its_good_one(rule: Rule, show: Show) -> None:
    assert check(example(rule, "Bad"), show, rule.code), "the bad example has no finding"
    assert not check(example(rule, "Good"), show, rule.code)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_says_which_fixes_it_has(rule: Rule, show: Show) -> None:
    found = [finding for path in _cases_of(rule) for finding in _findings(path, show)]
    kinds = {finding.fix.safe for finding in found if finding.fix}
    assert (True in kinds) == bool(re.search(r"\bsafe\s+fix\b", rule.explanation))
    assert (False in kinds) == bool(re.search(r"\bunsafe\s+fix\b", rule.explanation))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_has_a_case_with_exact_positions(rule: Rule, show: Show) -> None:
    assert any(_findings(path, show) for path in _cases_of(rule)), f"add tests/cases/lint/{rule.name}.md"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_findings_stand_where_expected(path: Path, show: Show) -> None:
    source = Source(path.name, path.read_bytes().decode("utf-8"))
    assert_as_expected(path, "".join(_lines(source, _findings(path, show))))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_look_for_errors_alone_finds_them_all(path: Path, show: Show) -> None:
    text = path.read_bytes().decode("utf-8")
    script = parse_script(
        Source(path.name, text), pillars=show.pillars, marks=show.marks, speakers=tuple(show.speakers)
    )
    every = lint_script(script, show)
    assert lint_script(script, show, errors_only=True) == tuple(one for one in every if one.severity is Severity.ERROR)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_fixing_twice_changes_nothing_the_second_time(path: Path, show: Show) -> None:
    source = Source(path.name, path.read_bytes().decode("utf-8"))
    once = fix_source(source, lambda text: check(text.text, show), unsafe=True).source
    assert fix_source(once, lambda text: check(text.text, show), unsafe=True).source == once


def test_codes_of_parser_and_rules_are_unlike() -> None:
    codes = [kind.code for kind in PROBLEM_KINDS] + [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert all(kind.code.startswith("S") for kind in PROBLEM_KINDS)


def _cases_of(rule: Rule) -> list[Path]:
    return [path for path in CASES if path.stem.split("--")[0] == rule.name]


def _findings(path: Path, show: Show) -> tuple[Diagnostic, ...]:
    name = path.stem.split("--")[0]
    own = replace(show, lint={name: True}) if name in {rule.name for rule in RULES if not rule.enabled} else show
    select = [name] if name in {rule.name for rule in RULES} else []
    return check(path.read_bytes().decode("utf-8"), own, *select)


def _lines(source: Source, found: tuple[Diagnostic, ...]) -> Iterator[str]:
    for one in found:
        start, end = source.location(one.span.start), source.location(one.span.end)
        place = f"{start.line}:{start.column}-{end.line}:{end.column}"
        yield f"{place} {one.severity} {one.code} {one.message} | {one.hint}\n"
        if one.fix:
            edits = "; ".join(f"{source.slice(edit.span)!r} -> {edit.text!r}" for edit in one.fix.edits)
            yield f"    {'safe' if one.fix.safe else 'unsafe'}: {edits}\n"
