"""The takes that a team keeps together, as a desk uses them: looked for beside all other work, each of them once.

An edit waits for no line to a far store. What is typed is made here; only the takes of a text that was saved go there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.live.rows import Sound, State
from studio.model.show import Show
from studio.settings.workspace import Workspace
from studio.takes import TakeStore, open_store

log = logging.getLogger("studio.live")
_MOST_REMEMBERED = 50_000


def own_takes(show: Show) -> TakeStore:
    """The takes on this machine: those that are made for what is typed."""
    return TakeStore(show.cache / "takes")


class Team:
    """The shared takes of a show.

    Args:
        heard: told of each take that came from there.
    """

    def __init__(self, heard: Callable[[str, Sound], None]) -> None:
        self._heard = heard
        self._thread = ThreadPoolExecutor(1, "studio-team")
        self._stores: dict[tuple[Path, str], TakeStore] = {}
        self._asked: set[str] = set()

    def look_for(self, show: Show, keys: Collection[str]) -> None:
        """Fetch those of some missing takes that are there; returns at once."""
        new = [key for key in keys if key not in self._asked]
        if new:
            if len(self._asked) > _MOST_REMEMBERED:
                self._asked.clear()
            self._asked.update(new)
            with suppress(RuntimeError):  # everything is being closed
                self._thread.submit(self._fetch, show, new)

    def saved(self, show: Show, keys: Collection[str]) -> None:
        """These takes are of a text that was saved: others may have them; returns at once."""
        if keys:
            with suppress(RuntimeError):
                self._thread.submit(self._share, show, keys)

    def close(self) -> None:
        """Wait until everything is there."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        for store in self._stores.values():
            store.settle()

    def _store(self, show: Show) -> TakeStore:
        place = show.cache, show.shared_takes
        if place not in self._stores:
            told = Events(lambda event: log.warning("%s", getattr(event, "message", event)))
            self._stores[place] = open_store(Workspace(show, show.cache, show.root / "public"), told)
        return self._stores[place]

    def _fetch(self, show: Show, keys: Collection[str]) -> None:
        try:
            store = self._store(show)
            store.bring(keys)
        except StudioError as error:
            log.warning("%s", error)
            return
        for key in keys:
            info = store.info(key)
            if info is not None and not info.flaws:
                self._heard(key, Sound(State.FRESH, info.length_samples / info.rate_hz))

    def _share(self, show: Show, keys: Collection[str]) -> None:
        with suppress(StudioError):  # told when they were looked for
            store = self._store(show)
            for key in keys:
                store.share(key)
