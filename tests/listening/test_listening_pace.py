"""What a take is longer than its voice needs for the text shows, and faults do not set the pace."""

from __future__ import annotations

import numpy as np
import pytest

from studio.listening.pace import LEAST_TAKES, Length, pauses_in, surplus_s
from studio.listening.silence import longest_silence

_RATE_HZ = 24_000


def _takes(count: int) -> list[Length]:
    """Takes of a voice that needs 80 ms for a sound and a quarter of a second for a pause, give or take a tenth."""
    random = np.random.default_rng(5)
    asked = [(float(random.integers(15, 120)), int(random.integers(1, 5))) for _ in range(count)]
    return [Length(s, p, 0.08 * s + 0.25 * p + float(random.uniform(-0.1, 0.1))) for s, p in asked]


def test_a_take_with_something_in_it_stands_out() -> None:
    takes = _takes(60)
    for number, extra_s in ((3, 1.2), (20, 9.0), (41, -1.5)):
        takes[number] = takes[number]._replace(length_s=takes[number].length_s + extra_s)
    surplus = surplus_s(takes)
    assert [surplus[3], surplus[20], surplus[41]] == pytest.approx([1.2, 9.0, -1.5], abs=0.15)
    assert max(abs(value) for number, value in enumerate(surplus) if number not in (3, 20, 41)) < 0.2


def test_too_few_takes_show_no_pace() -> None:
    assert surplus_s([]) == []
    assert surplus_s(_takes(LEAST_TAKES - 1)) == [0.0] * (LEAST_TAKES - 1)


def test_takes_that_are_all_alike_have_a_pace_too() -> None:
    takes = [Length(40, 1, 3.5)] * LEAST_TAKES
    assert surplus_s([*takes, Length(40, 1, 5.5)])[-1] == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    ("text", "pauses"),
    [("No pause.", 0), ("One, two; three: four.", 3), ("It is 3.5, or four?", 1), ("Why? Because.", 3), ("", 0)],
)
def test_pauses_are_where_punctuation_asks_for_them(text: str, pauses: int) -> None:
    assert pauses_in(text) == pauses


def _speech(seconds: float) -> np.ndarray:
    times = np.arange(round(seconds * _RATE_HZ)) / _RATE_HZ
    return (0.2 * np.sin(2 * np.pi * 220 * times)).astype(np.float32)


@pytest.mark.parametrize("floor", [0.0, 1e-4])
def test_the_longest_silence_is_found_with_its_place(floor: float) -> None:
    hush = np.random.default_rng(1).normal(0, floor, round(1.5 * _RATE_HZ)).astype(np.float32)
    short = hush[: _RATE_HZ // 2]
    sound = np.concatenate([_speech(1), short, _speech(2), hush, _speech(1)])
    assert longest_silence(sound, _RATE_HZ) == pytest.approx((3.5, 5.0), abs=0.02)


def test_speech_without_a_gap_has_no_silence() -> None:
    assert longest_silence(_speech(2), _RATE_HZ) == (0.0, 0.0)
    assert longest_silence(np.zeros(0, np.float32), _RATE_HZ) == (0.0, 0.0)
    assert longest_silence(np.zeros(100, np.float32), _RATE_HZ) == (0.0, 0.0)
