"""How many threads help, many small pieces of work among them, and memory that they use again."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

#: M_MMAP_THRESHOLD, M_TRIM_THRESHOLD and M_TOP_PAD of malloc.h, in bytes.
_KEEP = ((-3, 4 << 20), (-1, 64 << 20), (-2, 4 << 20))
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def keep_freed_memory() -> None:
    """Have the C library keep large pieces of memory for the next piece of work, where it can be told to.

    glibc hands megabytes back as soon as they are free, and has them cleared when they are asked for again, which is an
    eighth of the time that takes and chunks of an episode need. What a neural network wants at once is larger still: of
    that, each process would keep 30 MB more and be 2 % faster.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # not glibc
            library = ctypes.CDLL(None)
            for option, value in _KEEP:
                library.mallopt(option, value)


def return_freed_memory() -> None:
    """Give the system what is free between pieces that are in use, where the C library can be told to.

    Kept memory breaks up when pieces of many sizes come and go: a process that speaks holds half as much again after an
    hour of speech as after a minute. To have it whole again takes a few milliseconds.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # not glibc
            ctypes.CDLL(None).malloc_trim(0)


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
