"""How many threads help, and many small pieces of work among them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[_Item], _Result], items: Iterable[_Item]) -> list[_Result]:
    """Results in the order of the items, from threads that take one item after the other.

    For work that mostly lets go of the interpreter's lock. A future for each item, as an executor's ``map`` makes
    them, would cost more than reading and checking a small file does.
    """
    pending = deque(enumerate(items))
    results: dict[int, _Result] = {}
    total = len(pending)

    def serve() -> None:
        while pending:
            try:
                number, item = pending.popleft()
            except IndexError:  # another thread took the last one
                return
            results[number] = work(item)

    threads = min(processors(), total)
    with ThreadPoolExecutor(max(1, threads)) as pool:
        for served in [pool.submit(serve) for _ in range(threads)]:
            served.result()
    return [results[number] for number in range(total)]
