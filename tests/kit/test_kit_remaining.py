"""The time left is honest: near what remains, never nothing while work remains, never growing for no reason."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence

import pytest

from studio.kit.events import Expected, Progress, StageEnded
from studio.kit.remaining import Remaining

#: Stage, seconds that it takes, steps in which it tells how far it is (0: it never tells).
STORY = (("script", 1.0, 0), ("takes", 40.0, 80), ("meter", 2.0, 0), ("encode", 20.0, 50), ("write", 0.5, 0))
STEP_S = 0.1


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lived(story: Sequence[tuple[str, float, int]], expected: Sequence[float]) -> list[tuple[float, int | None]]:
    """What really remains, and what is shown, every tenth of a second of a piece of work."""
    clock = Clock()
    remaining, seen = Remaining(clock), list[tuple[float, int | None]]()
    total_s = sum(length_s for _, length_s, _ in story)
    remaining(Expected({name: s for (name, _, _), s in zip(story, expected, strict=True)}))
    for name, length_s, steps in story:
        began = clock.now
        for tick in range(1, round(length_s / STEP_S) + 1):
            clock.now = began + tick * STEP_S
            if steps:
                remaining(Progress(name, int(steps * tick * STEP_S / length_s), steps))
            seen.append((total_s - clock.now, remaining.shown_s()))
        remaining(StageEnded(name, length_s))
    return seen[:-1]


def rises(seen: Sequence[tuple[float, int | None]]) -> int:
    shown = [one for _, one in seen if one is not None]
    return sum(later > earlier for earlier, later in itertools.pairwise(shown))


def test_what_is_expected_rightly_counts_down_and_nothing_else() -> None:
    seen = lived(STORY, [length_s for _, length_s, _ in STORY])
    assert rises(seen) == 0
    assert all(shown is not None and abs(shown - left_s) <= 1.5 for left_s, shown in seen)


@pytest.mark.parametrize("seed", range(20))
def test_expectations_that_are_off_by_half_are_never_off_by_more_than_double(seed: int) -> None:
    chance = random.Random(seed)
    seen = lived(STORY, [length_s * chance.uniform(0.6, 1.6) for _, length_s, _ in STORY])
    for left_s, shown in seen:
        assert shown is not None
        assert shown >= 1
        assert left_s / 2 - 1.5 <= shown <= left_s * 2 + 1.6, (left_s, shown)
    assert rises(seen) <= 3


def test_a_stage_ten_times_as_long_as_expected_is_believed_after_a_fifth_of_it() -> None:
    seen = lived((("encode", 60.0, 100),), [6.0])
    assert all(shown and left_s / 2 <= shown <= left_s * 2 + 1.5 for left_s, shown in seen[120:])


def test_a_stage_that_says_nothing_never_stands_at_nothing() -> None:
    seen = lived((("meter", 30.0, 0),), [2.0])
    assert min(shown or 0 for _, shown in seen) >= 1


def test_without_an_expectation_nothing_is_said_until_something_is_known() -> None:
    clock = Clock()
    remaining = Remaining(clock)
    assert remaining.shown_s() is None
    remaining(Progress("listening", 0, 10))
    assert remaining.shown_s() is None
    clock.now = 2.0
    remaining(Progress("listening", 1, 10))
    assert remaining.shown_s() == 18


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("listens", [False, True])
def test_on_a_busy_machine_it_is_neither_half_nor_double_of_what_remains(listens: bool, seed: int) -> None:
    chance = random.Random(seed)
    load = chance.uniform(1.5, 2.8)
    hearing = (("listening", 30.0, 80),) if listens else ()
    story = (*STORY[:2], *hearing, *STORY[2:])
    seen = lived(story, [length_s / (load * chance.uniform(0.8, 1.25)) for _, length_s, _ in story])
    for left_s, shown in seen[len(seen) // 10 :]:
        assert shown is not None
        assert left_s / 2 - 2 <= shown <= left_s * 2 + 2, (left_s, shown)


@pytest.mark.parametrize("load", [0.5, 1.0, 3.0])
def test_several_episodes_are_made_while_takes_are(load: float) -> None:
    clock, end_s = Clock(), 100.0
    remaining = Remaining(clock)
    remaining(Expected({"takes": 70.0 / load, "episodes": 30.0 / load}))
    for tick in range(1, round(end_s / STEP_S)):
        clock.now = tick * STEP_S
        remaining(Progress("takes", min(200, int(200 * clock.now / 95)), 200))
        remaining(Progress("episodes", int(10 * clock.now / end_s), 10))
        left_s, shown = end_s - clock.now, remaining.shown_s()
        if clock.now >= end_s / 10:
            assert shown is not None
            assert left_s / 2 - 3 <= shown <= left_s * 2 + 3, (clock.now, left_s, shown)


def test_stages_side_by_side_share_the_time() -> None:
    clock = Clock()
    remaining = Remaining(clock)
    remaining(Expected({"takes": 20.0, "episodes": 20.0}))
    clock.now = 20.0
    remaining(Progress("takes", 1, 2))
    remaining(Progress("episodes", 5, 10))
    assert remaining.left_s == pytest.approx(20.0)
    assert dict(remaining.counts) == {"takes": (1, 2), "episodes": (5, 10)}


def test_what_was_done_before_it_was_expected_is_no_pace() -> None:
    clock = Clock()
    remaining = Remaining(clock)
    remaining(Expected({"takes": math.inf, "episodes": math.inf}))
    remaining(Progress("episodes", 90, 100))
    assert remaining.shown_s() is None
    remaining(Expected({"takes": 0.0, "episodes": 10.0}))
    assert remaining.left_s == pytest.approx(10.0)
    clock.now = 5.0
    remaining(Progress("episodes", 95, 100))
    assert remaining.left_s == pytest.approx(5.0)
