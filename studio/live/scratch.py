"""Takes of texts that came and went while somebody typed: they are thrown away, or typing would fill the disk."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable

from studio.takes import TakeStore

#: So many stay, for undoing.
MOST_KEPT = 200


class Scratch:
    """The takes that were made for texts nobody has saved.

    Args:
        wanted: keys of the takes in every text that is open.
        most: how many others stay.
    """

    def __init__(self, wanted: Callable[[], Collection[str]], most: int = MOST_KEPT) -> None:
        self._wanted, self._most = wanted, most
        self._lock = threading.Lock()
        self._takes: OrderedDict[str, TakeStore] = OrderedDict()

    def made(self, key: str, store: TakeStore) -> None:
        """A take was made for a text that may never be saved."""
        with self._lock:
            self._takes[key] = store
            is_full = len(self._takes) > self._most
        if is_full:
            self._throw_away(self._most)

    def saved(self, keys: Iterable[str]) -> list[str]:
        """These takes are of a text that was saved: they stay; returns those that nobody had saved before."""
        with self._lock:
            return [key for key in keys if self._takes.pop(key, None) is not None]

    def close(self) -> None:
        """Throw away what is in no open text."""
        self._throw_away(0)

    def _throw_away(self, left: int) -> None:
        wanted = self._wanted()
        with self._lock:
            spare = [key for key in self._takes if key not in wanted]
            gone = {key: self._takes.pop(key) for key in spare[: max(0, len(spare) - left // 2)]}
        for key, store in gone.items():
            store.remove(key)
