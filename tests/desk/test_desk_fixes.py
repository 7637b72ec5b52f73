"""Remedies of findings, over every example of a bad script that a rule's page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.desk.desk import Desk
from studio.desk.documents import Document
from studio.desk.fixes import Remedy, Way, edits_between, remedies
from studio.lint.registry import all_rules
from studio.model.diagnostics import Edit
from studio.model.source import Source

_BAD = re.compile(r"## Bad\n+(`{3,}|~{3,})markdown\n(?P<script>.*?)\n\1", re.DOTALL)


def examples() -> Iterator[tuple[str, str]]:
    for rule in all_rules():
        if match := _BAD.search(rule.explanation):
            yield rule.name, match["script"] + "\n"


def after(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def said(desk: Desk, document: Document) -> list[str]:
    analysis = desk.analysis(document)
    assert analysis
    return [segment.spoken for segment in analysis.narration.segments]


@pytest.mark.parametrize(("name", "script"), [pytest.param(*one, id=one[0]) for one in examples()])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_disabled_finding_is_gone_and_everything_is_said_as_before(
    tmp_path: Path, name: str, script: str, ending: str
) -> None:
    desk, path = Desk(), tmp_path / "script.md"
    before = Document(path, script.replace("\n", ending), is_file=False)
    analysis = desk.analysis(before)
    assert analysis
    for found in analysis.findings:
        offered = [one for one in remedies(analysis, found.span) if one.way is Way.DISABLE and one.finding == found]
        for remedy in offered:
            changed = Document(path, after(before.text, remedy.edits), is_file=False)
            _is_hidden(desk, before, changed, remedy)


def _is_hidden(desk: Desk, before: Document, changed: Document, remedy: Remedy) -> None:
    left = [(one.code, one.message) for one in desk.findings(changed)]
    there = [(one.code, one.message) for one in desk.findings(before)]
    gone = (remedy.finding.code, remedy.finding.message)
    assert left.count(gone) < there.count(gone), (remedy.title, changed.text)
    assert "X901" not in [code for code, _ in left], (remedy.title, changed.text)
    assert said(desk, changed) == said(desk, before), (remedy.title, changed.text)


@pytest.mark.parametrize(
    ("old", "new"),
    [("a\nb\nc\n", "a\nx\nc\n"), ("", "a\n"), ("a", ""), ("a\r\nb", "a\r\nb\r\nc"), ("a\nb", "b\na"), ("a", "a")],
)
def test_edits_lead_from_one_text_to_the_other(old: str, new: str) -> None:
    assert after(old, edits_between(Source("", old), Source("", new))) == new
