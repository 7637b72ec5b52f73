"""What a show may choose: house style settings, its own words, and what it can ask about a text."""

from __future__ import annotations

import pytest

from studio.kit.errors import ConfigurationError
from studio.settings.reader import Reading
from studio.settings.show import style_choices
from studio.speech import HOUSE, Style, metrics, normalise_text, speak, unreadable


def _style(settings: dict[str, object]) -> Style:
    reading = Reading("studio.yaml")
    choices = style_choices(reading, settings)
    reading.stop_if_wrong()
    return Style(**choices)


@pytest.mark.parametrize(
    ("settings", "written", "spoken"),
    [
        ({"use_and": True}, "128 of 1,005", "one hundred and twenty-eight of one thousand and five"),
        ({"use-and": True}, "the 101st", "the one hundred and first"),
        ({"cents_and": True}, "$2.05", "two dollars and five cents"),
        ({"plus": "over"}, "50+ nodes", "over fifty nodes"),
        ({"plus": "plus"}, "50+ nodes and 5TB+", "fifty plus nodes and five plus terabytes"),
        ({"approximately": "roughly"}, "~50ms", "roughly fifty milliseconds"),
        ({"times": "x"}, "3x faster", "three x faster"),
        ({"big_o": "big O of"}, "O(n)", "big O of n"),
        ({"slash": "slash"}, "read/write", "read slash write"),
        (
            {"percentile": "percentile"},
            "p99 and p99.9",
            "ninety-ninth percentile and ninety-nine point ninth percentile",
        ),
        ({"version": "v"}, "v2.1", "v two point one"),
        ({"date_order": "day-month"}, "3/4/2024", "the third of April twenty twenty-four"),
        ({"emoji": "silent"}, "✅ done", " done"),
        ({"units": {"vn": "virtual node"}}, "1 vn, 5 vn", "one virtual node, five virtual nodes"),
        ({"units": {"mbx": "mailbox/mailboxes"}}, "2 mbx", "two mailboxes"),
        ({"acronyms": {"CAS": "word", "ZAB": "zab", "Zed": "letters"}}, "CAS and ZAB", "CAS and zab"),
        ({"abbreviations": {"tbd": "to be decided"}}, "cost is tbd", "cost is to be decided"),
        ({"abbreviations": {"w.r.t.": "with respect to"}}, "w.r.t. cost", "with respect to cost"),
    ],
)
def test_settings_change_what_is_said(settings: dict[str, object], written: str, spoken: str) -> None:
    assert normalise_text(written, _style(settings)) == spoken


def test_nothing_set_is_the_house_style() -> None:
    assert _style({}) == HOUSE


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"pluss": "over"}, "unknown-style"),
        ({"plus": "beyond"}, "bad-style"),
        ({"use_and": "yes"}, "bad-style"),
        ({"units": ["ms"]}, "bad-style"),
        ({"acronyms": {"CAS": 5}}, "bad-style"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_place(settings: dict[str, object], code: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _style(settings)
    assert (caught.value.code, caught.value.where) == (code, "studio.yaml")


def test_every_spoken_word_leads_back_to_what_was_written() -> None:
    written = "Our p99 is ~120ms, O(n²) at worst."
    spoken = speak(written)
    assert spoken.text == "Our p ninety-nine is about one hundred twenty milliseconds, O of n squared at worst."
    named = {written[p.written_start : p.written_end]: p.rule for p in spoken.pieces if p.rule != "plain"}
    assert named == {"p99": "percentile", "~120ms": "quantity", "O(n²)": "big-o"}
    at = spoken.text.index("milliseconds")
    (piece,) = (piece for piece in spoken.pieces if piece.start <= at and at + 12 <= piece.end)
    assert written[piece.written_start : piece.written_end].strip() == "~120ms"
    at = spoken.text.index("worst")
    (piece,) = (piece for piece in spoken.pieces if piece.start <= at and at + 5 <= piece.end)
    assert piece.rule == "plain"
    assert piece.written_start + at - piece.start == written.index("worst")


def test_metrics_are_found_where_they_stand() -> None:
    text = "3x faster at <10ms: 99.99% up, 50+ regions, $50M saved, ~2M users, 5 GB/s, 4 GB, 7 nodes since 2019."
    assert [(m.text, m.rule) for m in metrics(text)] == [
        ("3x", "multiplier"),
        ("<10ms", "quantity"),
        ("99.99%", "percent"),
        ("50+", "bound"),
        ("$50M", "currency"),
        ("~2M", "approximate"),
        ("5 GB/s", "rate"),
        ("4 GB", "quantity"),
    ]
    assert all(text[m.start : m.end] == m.text for m in metrics(text))


def test_what_cannot_be_said_is_listed() -> None:
    assert unreadable("plain words") == ()
    assert unreadable("a # 5") == ((2, "#"), (4, "5"))
    assert unreadable(normalise_text("a # 5 ∮ ☃ ⅷ ٣")) == ()


def test_silent_ornament_is_in_the_map() -> None:
    spoken = speak("• item ═══")
    assert spoken.text.strip() == "item"
    assert [p.rule for p in spoken.pieces] == ["ornament", "plain", "ornament"]


@pytest.mark.parametrize(
    ("kind", "written", "spoken"),
    [
        ("number", "2024", "two thousand twenty-four"),
        ("number", "1,500.5", "one thousand five hundred point five"),
        ("year", "1984", "nineteen eighty-four"),
        ("ordinal", "3", "third"),
        ("name", "8080", "eighty eighty"),
        ("digits", "42", "four two"),
        ("letters", "CAP2", "C A P two"),
        ("word", "WAL", "WAL"),
        ("year", "no year", "no year"),
        ("unknown", "5 ms", "five milliseconds"),
    ],
)
def test_the_author_can_say_how_to_read(kind: str, written: str, spoken: str) -> None:
    assert speak(written, read_as=kind).text == spoken


def test_a_unit_that_is_spelled_out_makes_a_metric_too() -> None:
    text = "96 bytes in 4.5 seconds, a 128-bit hash, 40 milliseconds for 20 nodes and 100,000 requests per second."
    assert [m.text for m in metrics(text)] == [
        "96 bytes",
        "4.5 seconds",
        "128-bit",
        "40 milliseconds",
        "100,000 requests per second",
    ]
