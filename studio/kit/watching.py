"""Noticing that files were saved, by looking: editors that save by renaming are no special case then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from studio.kit.inputs import looks

_INTERVAL_S = 0.3


def saves(
    paths: Callable[[], Iterable[Path]], *, sleep: Callable[[float], None] = time.sleep, interval_s: float = _INTERVAL_S
) -> Iterator[None]:
    """Yields at once, and then after every save.

    A save counts once nothing has changed for one interval and every file that was there is there again: an editor may
    write a file in pieces, or take it away before it puts another in its place.

    Args:
        paths: gives the files that are watched; asked anew at every look.
        sleep: waits for some seconds.
        interval_s: between two looks.
    """
    told = before = _seen(paths())
    yield
    while True:
        sleep(interval_s)
        now = _seen(paths())
        is_whole = all(seen.startswith("file") for seen in now.values())
        if now != told and now == before and is_whole:
            told = now
            yield
        before = now


def _seen(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path): looks(str(path)) for path in paths}
