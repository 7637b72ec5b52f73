"""Every character of a block's visible text is traced to the very character that the author typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_episode import show as sample_show

from studio.kit.text_map import TextMap
from studio.lint.context import Context
from studio.model.script import Block, InlineKind, Script
from studio.model.show import MarkKind, Show
from studio.model.source import Source, Span
from studio.narration.narrate import narrate
from studio.script import parse_script

REPOSITORY = Path(__file__).parents[2]
SCRIPTS = sorted(REPOSITORY.glob("scripts/**/*.md")) + sorted(REPOSITORY.glob("tests/cases/script/*.md"))
#: What stands for another character than itself in the source.
ENTITIES = {"&": "&amp;", "<": "&lt;", "é": "&eacute;", "—": "&#8212;", "≠": "&ne;"}
ESCAPED = "*_`[]#!\\"

_WORD = st.text("abcdefghijklmnopqrstuvwxyzäöü0123456789", min_size=1, max_size=7)
_WORDS = st.lists(_WORD, min_size=1, max_size=3).map(" ".join)
_PIECE = st.one_of(
    _WORDS,
    _WORDS.map("*{}*".format),
    _WORDS.map("**{}**".format),
    _WORDS.map("`{}`".format),
    _WORDS.map("`` {}`x ``".format),
    st.tuples(_WORD, _WORD).map(lambda two: f"`{two[0]}\n{two[1]}`"),
    _WORDS.map("[{}](https://example.org/a_b)".format),
    st.tuples(_WORD, _WORD).map(lambda two: f"[**{two[0]}** &amp; `{two[1]}`](https://example.org)"),
    st.tuples(_WORD, _WORD).map(lambda two: f'[{two[0]} *{two[1]}* \\*]{{say="words"}}'),
    _WORD.map('[{}]{{say="words"}}'.format),
    _WORD.map("[{}]{{spell}}".format),
    _WORD.map("[{}]{{as=digits}}".format),
    _WORDS.map("[{}]{{.detail}}".format),
    _WORD.map("<https://example.org/{}>".format),
    _WORD.map("<https://example.org/{}%41>".format),
    _WORD.map("<!-- {} -->".format),
    st.sampled_from([*ENTITIES.values(), *(f"\\{char}" for char in ESCAPED), "![picture](a.png)", "[laughs]", "[^1]"]),
)
_GAP = st.sampled_from([" ", " ", "\n", "\n   ", "  \n", "\\\n", ""])
_PREFIX = st.sampled_from(["", "> ", "- ", "1. ", "> - ", "**HOST:** "])
_END = st.sampled_from([".\n\n", "?\n\n", ".  \n\n\n"])


@st.composite
def _paragraph(draw: st.DrawFn) -> str:
    prefix = draw(_PREFIX)
    text = "x " + "".join(piece + gap for piece, gap in draw(st.lists(st.tuples(_PIECE, _GAP), max_size=8)))
    further = "".join(char if char in "> " else " " for char in prefix) if "*" not in prefix else ""
    return prefix + f"\n{further}".join((text.rstrip(" \n\\") + draw(_END)).rstrip("\n").split("\n")) + "\n\n"


def _parse(text: str) -> Script:
    return parse_script(Source("case.md", text), marks=(MarkKind("detail", "detail"),), speakers=("HOST",))


def _blocks(script: Script) -> Iterator[Block]:
    return (block for section in script.sections for block in section.blocks if block.kind.is_spoken)


def _check(script: Script) -> None:
    source = script.source.text.replace("\0", "\ufffd")
    for block in _blocks(script):
        visible = TextMap(block.inlines, block.span)
        before = 0
        for position, char in enumerate(visible.text):
            place = visible.place(position)
            written = source[place.start : place.end]
            assert before <= place.start, "the map goes forwards only"
            before = place.start
            if len(written) > 1 and written[0] == "$" == written[-1]:
                continue  # what is seen of a formula has its place as a whole
            if len(written) == 1 and not char.isspace():
                assert written == char
            elif not char.isspace():
                assert written[:1] in "\\&" or "%" in written, f"{char!r} is no {written!r}"
            else:
                assert not written.strip("\\> \t\r\n\x85\u2028") or written.startswith("&"), repr(written)
            if visible.is_literal(position, position + 1):
                assert written == char


@settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(_paragraph(), min_size=1, max_size=3), line_end=st.sampled_from(["\n", "\r\n"]))
def test_each_visible_character_is_traced_to_the_one_that_was_typed(parts: list[str], line_end: str) -> None:
    _check(_parse("".join(parts).replace("\n", line_end)))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_each_visible_character_of_a_real_script_is_traced(path: Path) -> None:
    _check(_parse(path.read_bytes().decode("utf-8")))


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    return sample_show(tmp_path_factory.mktemp("show"))


def _assert_lint_agrees(script: Script, show: Show) -> None:
    """For every segment: the linter finds the same words in the block, and gives them the same place."""
    proses = Context(script, show).prose
    for segment in narrate(script, show, {}).segments:
        prose = next(p for p in proses if p.block.span.start <= segment.span.start < p.block.span.end)
        if any(run.kind in (InlineKind.FORMULA, InlineKind.ADDRESS) for run in prose.block.inlines):
            continue  # the linter sees the formulas and addresses that narration leaves out
        found = {
            prose.span(at, at + len(segment.written))
            for at in range(len(prose.text))
            if prose.text.startswith(segment.written, at)
        }
        assert segment.span in found


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(_paragraph(), min_size=1, max_size=3))
def test_narration_and_linter_give_the_same_words_the_same_place(show: Show, parts: list[str]) -> None:
    _assert_lint_agrees(_parse("".join(parts)), show)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_narration_and_linter_agree_on_real_scripts(path: Path, show: Show) -> None:
    _assert_lint_agrees(_parse(path.read_bytes().decode("utf-8")), replace(show, speakers={}))


def test_the_place_of_an_escape_an_entity_and_code() -> None:
    text = "A \\* and &lt; and `` a`b `` end."
    (block,) = _blocks(_parse(text))
    visible = TextMap(block.inlines, block.span)
    assert visible.text == "A * and < and a`b end."
    assert [
        text[visible.place(at).start : visible.place(at).end]
        for at in (visible.text.index("*"), visible.text.index("<"), visible.text.index("`"))
    ] == ["\\*", "&lt;", "`"]
    assert visible.place(visible.text.index("a`b")) == Span(text.index("a`b"), text.index("a`b") + 1)


def test_the_place_of_words_under_a_reading_of_their_own() -> None:
    text = 'Ask [**et** &amp; *cd*]{say="et and see dee"} now.'
    (block,) = _blocks(_parse(text))
    visible = TextMap(block.inlines, block.span)
    assert visible.text == "Ask et & cd now."
    assert visible.span(4, 6) == Span(text.index("et**"), text.index("et**") + 2)
    assert visible.span(9, 11) == Span(text.index("cd*"), text.index("cd*") + 2)
    assert visible.span(12, 15) == Span(text.index("now"), text.index("now") + 3)


def test_a_block_without_text_is_its_own_place() -> None:
    assert TextMap((), Span(3, 9)).span(0, 0) == Span(3, 3)
    assert TextMap((), Span(3, 9)).place(0) == Span(3, 9)
