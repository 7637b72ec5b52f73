"""A proof shows what is heard, by whom, and everything that is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from golden_cases import assert_as_expected, case_show, cases, read_case

from studio.lint import lint_script
from studio.model.source import Source
from studio.narration.narrate import narrate
from studio.narration.read import parse_source, read_lexicons
from studio.proof import Line, Proof, as_html, as_json, as_markdown, as_text, proof_of


def proof_of_case(path: Path) -> Proof:
    script, narration = read_case(path)
    return proof_of(script, narration, lint_script(script, case_show()))


def proof_of_text(text: str) -> Proof:
    show = case_show()
    script = parse_source(show, Source("x.md", text))
    narration = narrate(script, show, read_lexicons(show, script))
    return proof_of(script, narration, lint_script(script, show))


def everything() -> Proof:
    return proof_of_case(next(path for path in cases("proof") if path.stem == "everything"))


@pytest.mark.parametrize("path", cases("proof"), ids=lambda path: path.stem)
def test_the_text_is_as_expected(path: Path) -> None:
    assert_as_expected(path, as_text(proof_of_case(path)))


@pytest.mark.parametrize("path", cases("proof"), ids=lambda path: path.stem)
def test_the_markdown_is_as_expected(path: Path) -> None:
    assert_as_expected(path, as_markdown(proof_of_case(path)), ".markdown")


def test_everything_left_out_is_listed_once_with_its_line_and_reason() -> None:
    formula, table = everything().left_out
    assert (formula.line, formula.why.split(" “")[0]) == (18, "The formula")
    assert (table.line, table.why) == (24, "A table cannot be heard")


def test_a_reading_in_doubt_stands_at_its_line() -> None:
    doubts = {line.line: line.doubts for line in everything().lines if line.doubts}
    assert list(doubts) == [12, 28]
    assert "may be “the third of April twenty twenty-five”" in doubts[12][0]
    assert doubts[28] == ("There is no voice for Alice; the narrator will speak",)


def test_data_hold_what_the_page_shows() -> None:
    data = json.loads(json.dumps(as_json(everything())))
    first = next(item for item in data["parts"][0]["items"] if "spoken" in item)
    assert (first["speaker"], first["voice"], first["line"]) == ("HOST", "narrator", 12)
    assert ["etcd", "et see dee"] in first["pronunciations"]
    assert [one["name"] for one in data["speakers"]] == ["HOST", "GUEST", "Alice"]


def test_the_page_asks_for_nothing_and_says_everything() -> None:
    proof = everything()
    page = as_html(proof, case_show())
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|src=", page)
    assert "A &lt;small&gt; matter" in page
    for part in proof.parts:
        for item in part.items:
            if isinstance(item, Line):
                assert f'id="s{item.number}"' in page
                for doubt in item.doubts:
                    assert doubt.replace('"', "&#34;") in page


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("It took two minutes to draw the graph.", []),
        ("They close the file and record the offset.", ["record"]),
        ("The record says that we use Kafka, SQL and a CPU.", []),
        ("She read the log, and they will read it again.", ["read"]),
        ("A minute difference is enough.", ["minute"]),
        ("Nine lives, and a close call.", ["lives", "close"]),
        ("The contents of the object are a duplicate.", []),
        ("A lead pipe leads to the lead engineer.", ["lead"]),
        ("Wind the tape up before the wind blows.", ["Wind"]),
    ],
)
def test_only_sounds_that_an_author_may_doubt_are_listed(text: str, sounds: list[str]) -> None:
    lines = proof_of_text(text).lines
    assert [word for line in lines for word, _ in line.pronunciations] == sounds


def test_all_sounds_of_own_lexicons_are_listed() -> None:
    proof = proof_of_text("---\nlexicon: {graph: graff, minutes: minnits}\n---\n\nThe graph of ten minutes.")
    assert [line.pronunciations for line in proof.lines] == [(("graph", "graff"), ("minutes", "minnits"))]
