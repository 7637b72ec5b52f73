"""No text that somebody is in the middle of typing makes any feature fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.desk.completion import completions
from studio.desk.desk import Desk
from studio.desk.documents import Document
from studio.desk.fixes import fix_all, remedies
from studio.desk.folding import folds
from studio.desk.hints import hints
from studio.desk.hover import hover
from studio.desk.lengths import lenses
from studio.desk.links import script_links
from studio.desk.rename import rename_speaker
from studio.desk.symbols import Symbol, symbols
from studio.desk.tokens import tokens
from studio.kit.errors import StudioError
from studio.model.source import Span

TEXTS = [
    "",
    "\ufeff",
    "---",
    "---\nspeakers:",
    "---\nspeakers: {A: \n---\nA: b",
    "---\ntargets: {nothing: 3}\n---\n\n# A\n\nHello to you.\n",
    "+++\ntitle = 'x'\n+++\n\nANA: One.\n",
    "::music{",
    '::music{bed="',
    "[x]{say=",
    "<!-- studio: disable=",
    "# \n## \n\n### {.zoom}\n",
    "HOST:\n\nHOST: \n\n**HOST:**",
    "# A\r\n\r\n| a |\r\n|---|\r\n| 1 |\r\n\r\n\u2028\x0b\x0c\x85\r\r\n",
    "\U0001f469\u200d\U0001f680\u0301 a\ud800b\0c\n",
    "a <b>c</b> &amp; \\* `x` $y$ [^1] ![i](j.png) {{< s >}}\n",
    ">a||\n>-|-\n>",
    "```\n" * 3 + "- a\n  - b\n\n1. c\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_feature_has_an_answer_at_every_place(text: str, tmp_path: Path) -> None:
    analysis = Desk().analysis(Document(tmp_path / "script.md", text, is_file=False))
    assert analysis is not None
    whole = Span(0, len(text))
    spans = [one.span for one in analysis.findings] + [one.span for one in lenses(analysis)] + [*folds(analysis)]
    spans += [one.span for one in tokens(analysis)] + [one.span for one in script_links(analysis)]
    spans += [Span(one.offset, one.offset) for one in hints(analysis, whole)]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    for symbol in symbols(analysis):
        _is_nested(symbol)
    fix_all(analysis, unsafe=True)
    for offset in range(len(text) + 1):
        hover(analysis, offset)
        completions(analysis, offset)
        list(remedies(analysis, Span(offset, offset)))
        try:
            rename_speaker(analysis, offset, "Zed")
        except StudioError as refused:
            assert refused.message


def _is_nested(symbol: Symbol) -> None:
    assert symbol.span.start <= symbol.name_span.start <= symbol.name_span.end <= symbol.span.end
    for child in symbol.children:
        assert symbol.span.start <= child.span.start and child.span.end <= symbol.span.end
        _is_nested(child)
