"""What people and programs are given to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from studio.lint import all_rules
from studio.lint.explain import explain, rules_page
from studio.lint.formats import FORMATS
from studio.lint.statistics import statistics
from studio.model.diagnostics import Diagnostic
from studio.model.source import Source
from studio.script import PROBLEM_KINDS

TEXT = "Plain.\n\nIt says\t`a => b` and ✅, 100%: done.\n\n![an image](a.png)\n"


@pytest.fixture
def sources() -> dict[str, Source]:
    return {"case.md": Source("case.md", TEXT)}


@pytest.fixture
def found(check: Callable[..., tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
    return check(TEXT, "U")


def test_text_shows_the_line_with_a_caret_under_the_finding(
    found: tuple[Diagnostic, ...], sources: dict[str, Source]
) -> None:
    lines = FORMATS["text"](found[:1], sources).splitlines()
    assert lines[0].startswith("case.md:3:9: warning[U102] ")
    assert lines[1] == "    3 | It says `a => b` and ✅, 100%: done."
    assert lines[2] == "      |         ^^^^^^^^"
    assert lines[3].startswith("      = say what it does")


def test_caret_stands_under_wide_characters_and_in_long_lines(
    check: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    text = "漢字 " + "word " * 60 + "`a => b` " + "word " * 60 + "\n"
    lines = FORMATS["text"](check(text, "inline-code"), {"case.md": Source("case.md", text)}).splitlines()
    assert lines[1].count("…") == 2
    assert len(lines[1]) < 120
    at = lines[2].index("^")
    assert lines[1][at : at + 8] == "`a => b`"
    text = "漢字 `a => b`\n"
    lines = FORMATS["text"](check(text, "inline-code"), {"case.md": Source("case.md", text)}).splitlines()
    assert lines[2] == "      |      ^^^^^^^^"


def test_text_never_passes_control_characters_to_the_terminal(check: Callable[..., tuple[Diagnostic, ...]]) -> None:
    text = "An escape \x1b[31m and \u202eturned\u202c ✅.\n"
    shown = FORMATS["text"](check(text, "U"), {"case.md": Source("case.md", text)})
    assert "\x1b" not in shown.split("|")[1]
    assert "\u202e" not in shown


def test_json_has_positions_and_fixes(found: tuple[Diagnostic, ...], sources: dict[str, Source]) -> None:
    entries = json.loads(FORMATS["json"](found, sources))
    code, emoji, image = entries
    assert (code["line"], code["column"], code["end_line"], code["end_column"]) == (3, 9, 3, 17)
    start = TEXT.index("✅")
    assert emoji["fix"] == {
        "description": "Remove the emoji",
        "safe": True,
        "edits": [{"start": start, "end": start + 1, "text": ""}],
    }
    assert image["severity"] == "error"
    assert image["fix"] is None


def test_github_commands_are_escaped(found: tuple[Diagnostic, ...], sources: dict[str, Source]) -> None:
    lines = FORMATS["github"](found, sources).splitlines()
    assert lines[0].startswith("::warning file=case.md,line=3,col=9,endLine=3,endColumn=16,title=U102 inline-code::")
    assert lines[2].startswith("::error file=case.md,line=5,")
    odd = {"a,b:c.md": Source("a,b:c.md", TEXT)}
    assert "file=a%2Cb%3Ac.md," in FORMATS["github"]([_moved(found[0])], odd)


def _moved(found: Diagnostic) -> Diagnostic:
    from dataclasses import replace

    return replace(found, location=replace(found.location, path="a,b:c.md"), message="50%\nof it")


def test_sarif_names_each_rule_once(found: tuple[Diagnostic, ...], sources: dict[str, Source]) -> None:
    log = json.loads(FORMATS["sarif"]([*found, *found], sources))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["U102", "U106", "U109"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "case.md"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 17,
    }  # fmt: skip


def test_junit_has_a_case_for_every_script(found: tuple[Diagnostic, ...], sources: dict[str, Source]) -> None:
    suite = ElementTree.fromstring(FORMATS["junit"](found, {**sources, "clean.md": Source("clean.md", "Fine.\n")}))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    dirty, clean = suite.findall("testcase")
    failure = dirty.find("failure")
    assert failure is not None and "case.md:5:1: error U106" in str(failure.text)
    assert clean.find("failure") is None


def test_every_format_takes_no_findings_and_hostile_text(check: Callable[..., tuple[Diagnostic, ...]]) -> None:
    text = "Bell \x07 and ]]> & < \ud800 \ufffe `a => b`.\n"
    for name, render in FORMATS.items():
        assert isinstance(render([], {}), str), name
        render(check(text), {"case.md": Source("case.md", text)})


def test_statistics_count_findings_and_fixes(found: tuple[Diagnostic, ...]) -> None:
    counts = statistics([*found, *(one for one in found if one.code == "U109")])
    assert [(count.code, count.count, count.fixable) for count in counts] == [
        ("U109", 2, 2),
        ("U102", 1, 0),
        ("U106", 1, 0),
    ]


def test_explain_knows_codes_and_names_of_rules_and_of_the_parser() -> None:
    page = explain("u101", PROBLEM_KINDS)
    assert page is not None and page == explain("code-block", PROBLEM_KINDS)
    assert page.startswith("# U101 code-block\n")
    assert "front-matter" in str(explain("S001", PROBLEM_KINDS))
    assert "warn_words" in str(explain("sentence-length"))
    assert explain("no-such-rule") is None


def test_rules_page_has_every_rule_and_every_problem_of_the_parser() -> None:
    page = rules_page(PROBLEM_KINDS)
    for code in (*(kind.code for kind in PROBLEM_KINDS), *(rule.code for rule in all_rules())):
        assert f'<a id="{code.lower()}">' in page
    # Examples stay as they are: their headings belong to them.
    assert "\n## Rebalancing\n" in page
