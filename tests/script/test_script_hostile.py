"""Hostile Markdown ends in a script and diagnostics: no exception, no hang, spans inside the file."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.lint import lint_script
from studio.model.script import CueKind, Script
from studio.model.show import Asset, MarkKind, Pillar, Show, Voice
from studio.model.source import Source
from studio.script import parse_script

#: Processor time: far above what any of these takes on a slow machine, far below what a square law would take.
BOUND_S = 8.0
HANGS_S = 120.0
N = 5_000
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHOW = Show(
    root=Path("/nonexistent"),
    title="",
    author="",
    language="en-US",
    description="",
    email="",
    site="",
    feed_url="",
    categories=(),
    artwork=Path("cover.jpg"),
    pillars=(Pillar("why-not", "Why Not X?", (r"\bwhy not\b",)),),
    marks=(MarkKind("detail", "detail"),),
    voices={"narrator": Voice("narrator", "silent")},
    narrator="narrator",
    assets={"hit": Asset("hit", Path("hit.wav"), CueKind.STINGER)},
)

HOSTILE = {
    "nested lists": "\n".join("  " * depth + "- x" for depth in range(2_000)),
    "list markers in a row": "- " * N + "x",
    "quotes in a row": ">" * N + "x",
    "mixed nesting": "> - " * N + "x",
    "opening brackets": "[" * N,
    "brackets": "[" * N + "]" * N,
    "links": "[a](" * N,
    "images": "![a" * N,
    "spans": "[a]{" * N,
    "closed spans": "[a" * N + "]{.detail}" * N,
    "braces": "# " + "{" * N + "}",
    "parentheses": "(" * N + "a" + ")" * N,
    "emphasis": "*a" * N,
    "emphasis pairs": "*" * N + "a" + "*" * N,
    "backticks": "".join("`" * (length % 100) + "a" for length in range(N)),
    "dollars": "$a" * N,
    "dollar lines": "$$ a\n\n" * (N // 4),
    "comments": "<!-- " * N,
    "closed comments": "<!-- a -->" * N,
    "disables": "<!-- studio: disable=U101 -->\n\n" * 1_000,
    "tags": "<a " * N,
    "containers": "::: notes\n" * (N // 4),
    "table": "|" * N + "\n" + "|-" * N + "\n" + ("|" * N + "\n") * 5,
    "table rows": "|a|b|\n|-|-|\n" + "|a|b|\n" * N,
    "headings": "# x\n" * (N // 2),
    "numbered items": "1. x\n" * (N // 2),
    "speakers": "HOST: x\n" * N,
    "directions": "*[x]*\n" * N,
    "labels": "**A:** b\n\n" * (N // 4),
    "capitals": "AB " * N,
    "unlike capitals": " ".join(map("".join, itertools.islice(itertools.product(CAPITALS, repeat=3), 2_000))),
    "numbers": "1,234 " * N,
    "digits": "1" * N + "/" + "1" * N,
    "repeated words": "the " * N,
    "hyphens": "a-" * N,
    "dots": "a." * N,
    "quotation marks": '"' * N,
    "one long line": "word " * 1_000_000,
    "one long word": "a" * 5_000_000,
    "white space": " " * 1_000_000 + "x",
    "line ends": "\r" * 200_000,
    "NUL": "\0" * N,
    "controls": "a\u202e\u2066\x07\x1b" * N,
    "lone surrogates": "\ud800 " * N,
    "emoji": "👩‍👩‍👧‍👦" * N,
    "nested YAML": "---\na: " + "[" * N + "\n---\nx",
    "long YAML": "---\n" + "a: b\n" * 50_000 + "---\nx",
    "open front matter": "---\ntitle: x\n" * N,
    "odd YAML": "---\ntitle: \x07\n---\n",
}  # fmt: skip


def within(bound_s: float, work: Callable[[], Script]) -> Script:
    """The result of some work, or a failure when it takes more processor time than the bound."""
    results: list[Script] = []
    errors: list[BaseException] = []

    def run() -> None:
        began_s = time.thread_time()
        try:
            results.append(work())
            assert time.thread_time() - began_s < bound_s
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(HANGS_S)
    assert not thread.is_alive(), "it hangs"
    if errors:
        raise errors[0]
    return results[0]


def parse_and_lint(text: str) -> Script:
    script = parse_script(Source("hostile.md", text), pillars=SHOW.pillars, marks=SHOW.marks, speakers=("HOST",))
    return replace(script, diagnostics=lint_script(script, SHOW))


def assert_sane(script: Script) -> None:
    end = len(script.source.text)
    spans = [found.span for found in script.diagnostics]
    for section in script.sections:
        spans += [section.span, section.title_span]
        for block in section.blocks:
            spans += [block.span, *(run.span for run in block.inlines), *(mark.span for mark in block.marks)]
    for span in spans:
        assert 0 <= span.start <= span.end <= end
    starts = [found.span.start for found in script.diagnostics]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markdown_ends_in_a_script(name: str) -> None:
    assert_sane(within(BOUND_S, lambda: parse_and_lint(HOSTILE[name])))


@pytest.mark.parametrize("name", ["list markers in a row", "quotes in a row", "one long line", "nested YAML"])
def test_what_cannot_be_parsed_is_reported(name: str) -> None:
    script = parse_and_lint(HOSTILE[name])
    assert any(found.code.startswith("S") for found in script.diagnostics)


def test_spoken_text_before_and_after_a_hostile_paragraph_is_kept() -> None:
    script = parse_and_lint("Before.\n\n" + "word " * 20_000 + "\n\nAfter.\n")
    texts = [block.text for section in script.sections for block in section.blocks]
    assert texts == ["Before.", "", "After."]


_ALPHABET = st.sampled_from(
    [
        *"ab1 \n\r\t*_`[](){}<>!#-+.|:$\\\"'=~&^/,;?@%",
        *["\r\n", "\n\n", "\0", "\ufeff", "\u202e", "\u2066", "\u200b", "\x85", "\u2028", "é", "漢", "👍", "\ud800"],
        *["**", "```", "~~~", "---", ":::", "::", "<!--", "-->", "$$", "- ", "1. ", "> ", "# ", "    "],
        *["](", "]{", "![", "[^"],
        *["HOST: ", "::pause{2s}", "{.detail}", "studio: disable=U", "(Sound of rain)", "&amp;", "\\*", "https://a.b/c"],
        *["---\ntitle: x\n---\n", "| a | b |\n|---|---|\n", "[x]{spell}", "Why Not?", "100,000.5%", "2008. "],
    ]
)  # fmt: skip


@settings(max_examples=300, derandomize=True, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(_ALPHABET, max_size=60))
def test_any_text_ends_in_a_script(parts: list[str]) -> None:
    assert_sane(parse_and_lint("".join(parts)))


@settings(max_examples=30, derandomize=True, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(unit=st.lists(_ALPHABET, min_size=1, max_size=6), times=st.integers(200, 800))
def test_any_text_many_times_over_ends_in_a_script_in_time(unit: list[str], times: int) -> None:
    assert_sane(parse_and_lint("".join(unit) * times))


@settings(max_examples=200, derandomize=True, deadline=10_000)
@given(parts=st.lists(_ALPHABET, max_size=40))
def test_text_runs_are_what_stands_in_the_source(parts: list[str]) -> None:
    script = parse_and_lint("".join(parts))
    for section in script.sections:
        for block in section.blocks:
            for run in block.inlines:
                written = script.source.slice(run.span)
                if run.kind.value == "text" and run.say is None and len(written) == len(run.text):
                    assert written.replace("\0", "\ufffd") == run.text


def test_a_script_may_end_with_a_quotation_mark_below_a_table() -> None:
    script = parse_script(Source("x.md", ">a||\n>-|-\n>"))
    assert [entry.reason for entry in script.left_out] == ["table"]
