"""Marks of a whole episode are held in little memory, and are the same marks."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from studio.engines.contract import Recording
from studio.model.takes import KeptMarks, WordMark
from studio.takes import TakeStore
from studio.takes.store import seal_take

MARKS = (WordMark(0, 4, 10, 900), WordMark(5, 9, 900, 1_000_000))
ROWS = [[0, 4, 10, 900], [5, 9, 900, 1_000_000]]


def test_they_are_what_a_tuple_of_them_is() -> None:
    kept = KeptMarks(ROWS)
    assert tuple(kept) == MARKS
    assert kept == MARKS
    assert kept == pickle.loads(pickle.dumps(kept))
    assert hash(kept) == hash(MARKS)
    assert (kept[0], kept[-1], kept[1:]) == (MARKS[0], MARKS[1], MARKS[1:])
    assert not KeptMarks([])
    with pytest.raises(IndexError):
        kept[2]


@pytest.mark.parametrize("rows", [[[1, 2, 3]], [[1, 2, 3, 4, 5]], [[1, 2, 3, "4"]], [[1, 2, 3, 1 << 70]], [3], 7, None])
def test_what_is_no_mark_is_refused(rows: object) -> None:
    with pytest.raises(ValueError, match="no mark"):
        KeptMarks(rows)  # type: ignore[arg-type]


def test_a_store_gives_them_back(store: TakeStore) -> None:
    entry, info = seal_take("0" * 64, Recording(np.full(1_000_001, 0.5, np.float32), 24_000, MARKS))
    store.keep("0" * 64, entry)
    assert store.info("0" * 64) == info
