"""Forms that mean several things: the sentence decides, the author can pin, and what nothing decides is in doubt."""

from __future__ import annotations

import pytest

from studio.speech import HOUSE, Doubt, Style, metrics, normalise_text, speak


def _only(text: str, style: Style = HOUSE) -> Doubt:
    (doubt,) = speak(text, style).doubts
    return doubt


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("The cache has a 5m timeout.", "minutes"),
        ("The wall is 5m high.", "meters"),
        ("The service has 5m users.", "million"),
        ("Each pod asks for 500m of CPU.", "millicores"),
        ("The patient was at 101 F.", "fahrenheit"),
        ("A 2 F capacitor held the charge.", "farads"),
        ("Bond yields fell 20 bps.", "basis-points"),
        ("The modem managed 300 bps.", "bits"),
        ("Subtract to solve 35-20.", "minus"),
        ("They won the match 35-20.", "range"),
        ("Add 1/4 cup of sugar.", "fraction"),
        ("The invoice is due on 1/4.", "date"),
        ("Music of the 80s.", "decade"),
        ("Retry after 80s.", "seconds"),
        ("The season of 2007-08 was short.", "years"),
        ("The 2d floor is empty.", "ordinal"),
    ],
)
def test_the_sentence_decides(written: str, kind: str) -> None:
    doubt = _only(written)
    assert (doubt.readings[0].kind, doubt.is_sure) == (kind, True)


@pytest.mark.parametrize(
    "written",
    ["It was 3/4/2024.", "It took 35-20.", "It says 3,14.", "It has 2019 in it.", "The crash of 3/4/2024 was 5th."],
)
def test_what_nothing_decides_is_in_doubt(written: str) -> None:
    assert not _only(written).is_sure


@pytest.mark.parametrize(
    "written", ["It has 2019 rows.", "It is 1/3 full.", "It was 13/2/2024.", "Use 3-5 nodes.", "1,234 rows"]
)
def test_what_is_plain_is_not_in_doubt(written: str) -> None:
    assert all(doubt.is_sure for doubt in speak(written).doubts)


def test_another_date_of_the_text_shows_the_order() -> None:
    text = "It began on 3/4/2024 and ended on 25/4/2024."
    assert normalise_text(text).startswith("It began on the third of April twenty twenty-four")
    assert speak(text).doubts[0].is_sure


def test_the_house_decides_the_order_of_dates_that_nothing_shows() -> None:
    doubt = _only("It was 3/4/2024.", Style(date_order="day-month"))
    assert doubt.readings[0].kind == "day-month"
    assert not doubt.is_sure


def test_a_pinned_reading_keeps_its_sentence() -> None:
    assert speak("5m", read_as="meters", around=("a ", " wall")).text == "five meter"
    assert speak("5m", read_as="meters").text == "five meters"
    assert speak("~5m", read_as="meters").text == "about five meters"
    assert speak("3/4/2024", read_as="day-month").text == "the third of April twenty twenty-four"


def test_a_kind_that_a_text_does_not_have_leaves_it_to_the_rules() -> None:
    assert speak("5 ms", read_as="decade").text == "five milliseconds"
    assert speak("a 5m timeout", read_as="meters").text == "a five minute timeout"


def test_a_reading_counts_as_what_it_is() -> None:
    text = "A 30s timeout, a 5m wall, and 1/4 of it. Music of the 80s came on 3/4/2024. It has 5m users."
    assert [(m.text, m.rule) for m in metrics(text)] == [
        ("30s", "quantity"),
        ("5m", "quantity"),
        ("5m", "magnitude"),
    ]
