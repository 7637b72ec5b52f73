"""Threads whose results come back in order, without piling up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from studio.kit.threads import keep_freed_memory

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Pool:
    """``jobs`` threads, while the ``with`` statement lasts."""

    def __init__(self, jobs: int) -> None:
        keep_freed_memory()
        self._ahead = 2 * jobs
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="audio")

    def in_order(self, work: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
        """Results in the order of the items; only a few are under way or waiting to be taken at any time.

        The first ones begin at once, not when the first result is asked for.
        """
        todo = iter(items)
        waiting = deque(self._threads.submit(work, item) for item in islice(todo, self._ahead))
        return self._results(work, todo, waiting)

    def _results(
        self, work: Callable[[_Item], _Result], todo: Iterator[_Item], waiting: deque[Future[_Result]]
    ) -> Iterator[_Result]:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(self._threads.submit(work, item) for item in islice(todo, 1))
            yield result

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what has not begun and wait for what has."""
        self._threads.shutdown(cancel_futures=True)
