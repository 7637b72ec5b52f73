"""The number core, against num2words where the two mean the same thing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from studio.speech import numbers


@settings(derandomize=True)
@given(st.integers(0, 10**15))
def test_cardinals_and_ordinals_agree_with_num2words(value: int) -> None:
    assert numbers.cardinal(value, use_and=True) == num2words(value).replace(",", "")
    assert numbers.ordinal(value, use_and=True) == num2words(value, to="ordinal").replace(",", "")


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("1984", "nineteen eighty-four"),
        ("1905", "nineteen oh five"),
        ("1900", "nineteen hundred"),
        ("2000", "two thousand"),
        ("2008", "two thousand eight"),
        ("2010", "twenty ten"),
        ("340", "three forty"),
        ("44", "forty-four"),
    ],
)
def test_years(digits: str, words: str) -> None:
    assert numbers.year(digits) == words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("7", "seven"),
        ("80", "eighty"),
        ("256", "two fifty-six"),
        ("404", "four oh four"),
        ("500", "five hundred"),
        ("8080", "eighty eighty"),
        ("3000", "three thousand"),
        ("9200", "ninety-two hundred"),
        ("007", "zero zero seven"),
        ("50051", "five zero zero five one"),
    ],
)
def test_digits_of_names_are_grouped(digits: str, words: str) -> None:
    assert numbers.grouped(digits) == words


def test_small_things() -> None:
    assert numbers.decimal("2.50") == "two point five zero"
    assert numbers.decimal(".5") == "point five"
    assert numbers.decade("1980") == "nineteen eighties"
    assert numbers.decade("90") == "nineties"
    assert numbers.denominator(2, plural=True) == "halves"
    assert numbers.denominator(4, plural=False) == "quarter"
    assert numbers.denominator(32, plural=True) == "thirty-seconds"
    assert numbers.power("2") == "squared"
    assert numbers.power("-9") == "to the minus nine"
    assert numbers.power("1.5") == "to the one point five"
    assert numbers.cardinal("9" * 30) == " ".join(["nine"] * 30)
