"""Formulas in LaTeX: the words, the one line of text, and what is too much for the ear.

``tests/cases/formulas/NAME.txt`` holds one formula a line, and ``NAME.tsv`` what is made of each.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_cases import CASES, assert_as_expected
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.speech import Style
from studio.speech.formulas import MOST_WORDS, read_formula

FILES = sorted((CASES / "formulas").glob("*.txt"))
_PIECES = st.sampled_from(
    r"""\frac \sqrt \sum \left( \right) \begin{cases} \end{cases} \text{so} \mathbb{R} \not \limits \\ & { } [ ] ( )
    | \| ^ _ ' x n 12 0.5 \alpha \unknown , + - = \le / ! % $ é ∑ log max throughput""".split()
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_formula_is_read_as_expected(path: Path) -> None:
    formulas = [(line, read_formula(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [f"{line}\t{one.words}\t{one.text}\t{one.trouble}".rstrip() for line, one in formulas]
    assert_as_expected(path, "\n".join(found) + "\n", ".tsv")
    assert all(bool(one.trouble) is (path.stem == "attempted") for _, one in formulas)


def test_the_house_style_counts() -> None:
    assert read_formula("O(n)", Style(big_o="big O of")).words == "big O of n"
    assert read_formula("128", Style(use_and=True)).words == "one hundred and twenty-eight"


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=30).map(" ".join), st.text(max_size=60)))
def test_no_formula_is_too_odd_to_be_read(latex: str) -> None:
    formula = read_formula(latex)
    assert formula.trouble or (0 < len(formula.words.split()) <= MOST_WORDS and formula.text)
    assert not set(formula.words) & set("\\{}$^_") or formula.trouble


@pytest.mark.parametrize("latex", ["{" * 1_900, "(" * 1_900, r"\frac" * 380, "x^" * 950, "|" * 1_900, r"\left" * 300])
def test_a_monstrous_formula_is_only_too_much(latex: str) -> None:
    assert read_formula(latex).trouble
