"""Nothing of a source's words vanishes: each is spoken, or listed with the line it stood on."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing_helpers import import_text, spoken_words

_FRAGMENTS = (
    "well", "It's", "a_b", "_x_", "*y*", "**bold**", "`code`", "[sic]", "[laughs]", "(laughs)", "{x}", "{.detail}",
    "<b>", "</b>", "<Enter>", "& co", "&amp;", "$5 and $6", "$x$", "2*3*4", "~old~", "x^2^", "==hot==", "++in++",
    "%% hm %%", ":tada:", "::pause", "https://example.com/a_b?c=d", "www.example.org", "Note: this", "Ada: hello",
    "1. first", "- item", "# five", "> quote", "---", "===", "1984.", "10:30", "[^1]", "[@key]", "[[page]]", "![a](b)",
    "[a](b)", "\\", "\\n", "O'Neil said “no”", "naïve café", "e.g.", "C#", "|", "| a | b |", "@here", "™", "50%",
    "so--so", "/* a", "b */", "...5s", "-soft-", "+1", "!x", "~z", ".dot", "=eq", "<!-- c -->", "-->", "--!>",
    "NOTE well", "{{x}}",
)  # fmt: skip
_PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(_FRAGMENTS), min_size=1, max_size=7).map(" ".join), min_size=1, max_size=4
)


def _turns(form: str) -> Callable[[str, str], str]:
    return {
        "brackets": lambda name, text: f"[{name}] {text}\n\n",
        "podvoice": lambda name, text: f"[{name} | calm]\nSo {text}\n\n",
        "names": lambda name, text: f"{name}: {text}\n\n",
        "notebooklm": lambda name, text: f"{name} (0:07)\nSo {text}\n\n",
        "podcastfy": lambda _name, text: f"<Person1>{_escaped(text)}</Person1>\n",
        "fountain": lambda name, text: f"{name}\nSo {text}\n\n",
        "vtt": lambda name, text: f"00:01.000 --> 00:02.000\n<v {name}>{_escaped(text)}\n\n",
        "srt": lambda name, text: f"1\n00:00:01,000 --> 00:00:02,000\n{name}: {text}\n\n",
        "gdocs": lambda name, text: f"**{name}:** {_backslashed(text)}\n\n",
        "ssmd": lambda name, text: f"@voice: {name}\n\n{text}\n\n",
        "markua": lambda _name, text: f"{text}\n\n",
    }[form]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "--&gt;")


def _backslashed(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


@pytest.mark.parametrize(
    "form",
    ["brackets", "podvoice", "names", "notebooklm", "podcastfy", "fountain", "vtt", "srt", "gdocs", "ssmd", "markua"],
)
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck])
@given(paragraphs=_PARAGRAPHS)
def test_no_word_vanishes(form: str, paragraphs: list[str], tmp_path: Path) -> None:
    said = written = [f"starting {text} ending" for text in paragraphs]
    if form == "srt":  # has no way to write them as text
        said = written = [re.sub(r"</?b>", "", text) for text in said]
    source = "".join(_turns(form)("ADA", text) for text in written)
    done = import_text(source if form != "vtt" else f"WEBVTT\n\n{source}", tmp_path, f"x.{form}", form)
    told = " ".join(one.text for one in done.kept)
    if form == "ssmd":  # a pause is none
        said = [text.replace("...5s", "") for text in said]
    if form == "markua":  # has entities, and an address is none of its words
        said = [html.unescape(text).replace("](b)", "]") for text in said]
    missing = _letters(" ".join(said)) - _letters(spoken_words(done)) - _letters(told)
    assert not missing, (missing, done.script.read_text(encoding="utf-8"))


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
