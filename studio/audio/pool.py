"""Threads whose results come back in order, without piling up."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """``jobs`` threads, while the ``with`` statement lasts."""

    def __init__(self, jobs: int) -> None:
        self._ahead = 2 * jobs
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="audio")

    def in_order(self, work: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
        """Results in the order of the items; only a few are under way or waiting to be taken at any time."""
        waiting: deque[Future[_Result]] = deque()
        for item in items:
            waiting.append(self._threads.submit(work, item))
            if len(waiting) > self._ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what has not begun and wait for what has."""
        self._threads.shutdown(cancel_futures=True)
