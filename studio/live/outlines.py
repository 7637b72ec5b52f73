"""The waveforms of takes at a glance, for a whole episode: how loud each quarter of a second is at most."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

from studio.kit.errors import StudioError
from studio.takes import TakeStore

#: Stretches in a second.
PER_S = 4
_MOST_KEPT = 20_000


class Outlines:
    """Of takes that were asked for; a take never changes, so that each is looked at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, list[int]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, store: TakeStore, keys: Iterable[str]) -> dict[str, list[int]]:
        """Key → the farthest sample from silence in each stretch, percent of full scale; without lost takes."""
        found = {}
        for key in keys:
            with self._lock:
                outline = self._kept.pop(key, None)
            if outline is None:
                try:
                    outline = _outline(store, key)
                except StudioError:
                    continue
            found[key] = outline
            with self._lock:
                self._kept[key] = outline
                if len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        return found


def _outline(store: TakeStore, key: str) -> list[int]:
    import numpy as np

    take = store.load(key)
    step = max(1, take.rate_hz // PER_S)
    starts = np.arange(0, len(take.samples), step)
    if not len(starts):
        return []
    peaks = np.maximum.reduceat(np.abs(take.samples), starts)
    return [int(value) for value in np.ceil(np.minimum(peaks, 1.0) * 100)]
