"""A save is noticed once it is whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from studio.kit.watching import saves

Step = Callable[[Path], object]


def _wait(_: Path) -> None:
    """Nothing happens between two looks."""


CASES: dict[str, tuple[Sequence[Step], int]] = {
    "nothing": ([_wait] * 5, 0),
    "a save": ([lambda path: path.write_text("two words")], 1),
    "in pieces": ([lambda path: path.write_text("tw"), lambda path: path.write_text("two words, and more")], 1),
    "by renaming": (
        [lambda path: path.with_name("n").write_text("new text"), lambda path: path.with_name("n").replace(path)],
        1,
    ),
    "away and back": ([lambda path: path.unlink(), _wait, lambda path: path.write_text("it is back")], 1),
    "away": ([lambda path: path.unlink()], 0),
    "twice": ([lambda path: path.write_text("second"), *[_wait] * 3, lambda path: path.write_text("the third")], 2),
}  # fmt: skip


class OverError(Exception):
    """The story is told."""


@pytest.mark.parametrize(("steps", "expected"), CASES.values(), ids=CASES)
def test_a_save_counts_once_it_is_whole(tmp_path: Path, steps: Sequence[Step], expected: int) -> None:
    path = tmp_path / "script.md"
    path.write_text("one")
    story = iter([*steps, *[_wait] * 4])

    def sleep(_: float) -> None:
        step = next(story, None)
        if step is None:
            raise OverError
        step(path)

    count = -1  # it yields at once
    with pytest.raises(OverError):
        for _ in saves(lambda: [path], sleep=sleep):
            count += 1
    assert count == expected
