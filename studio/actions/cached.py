"""What lies in a show's cache, and what of it the show's episodes use."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.render.narrations import Narrations
from studio.render.up_to_date import entries_of
from studio.settings.episodes import EpisodeFiles, all_episodes
from studio.settings.workspace import Workspace
from studio.voices.finals import with_finals

if TYPE_CHECKING:
    from studio.takes import TakeStore

_TAKE = re.compile(r"[0-9a-f]{64}\.take")
_HEARD = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{12}\.heard")
_KEY = 64
#: Where entries without an ending lie; anything else is nobody's to remove.
_PLACES = {
    "audio": re.compile(r"audio/[0-9a-f]{2}/[0-9a-f]{62}"),
    "sounds": re.compile(r"sounds/[0-9a-f]{2}/[0-9a-f]{62}"),
    "pictures": re.compile(r"artwork/[0-9a-f]{32}"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the cache: its path, what it is (``takes``, ``audio`` … or ``notes``), bytes, and when it was written
    (seconds of the epoch)."""

    path: Path
    kind: str
    size_bytes: int
    written_s: float

    @property
    def is_sealed(self) -> bool:
        """Whether it can tell that it is damaged."""
        return self.kind in ("takes", "heard", "audio", "sounds", "pictures")

    @property
    def key(self) -> str:
        """Of the take, for a take and for what was heard in it."""
        return self.path.name[:_KEY] if self.kind in ("takes", "heard") else ""


@dataclass(slots=True)
class Uses:
    """What the episodes of a show use.

    Attributes:
        episodes: take key or path in the cache → the episodes that use it.
        voices: take key → the voice that speaks it.
        doubts: episodes of which only the last render is known, and why.
    """

    episodes: dict[str | Path, set[str]] = field(default_factory=dict)
    voices: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def of(self, kept: Kept) -> set[str]:
        """The episodes that use a file."""
        by_path = self.episodes.get(kept.path, set())
        return by_path | self.episodes.get(kept.key, set()) if kept.key else by_path

    def note(self, what: str | Path, episode: str) -> None:
        """An episode uses a take or a file."""
        self.episodes.setdefault(what, set()).add(episode)


def contents(workspace: Workspace) -> Iterator[Kept]:
    """Every file of the cache, in the order of paths; links are left alone, and so is what goes meanwhile."""
    for folder, folders, names in os.walk(workspace.cache):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            with suppress(OSError):
                if not path.is_symlink() and path.is_file():
                    status = path.stat()
                    yield Kept(path, _kind(path, workspace.cache), status.st_size, status.st_mtime)


def _kind(path: Path, cache: Path) -> str:
    if path.name.startswith(".") and path.name.endswith(".tmp"):
        return "left over"
    if _TAKE.fullmatch(path.name):
        return "takes"
    if _HEARD.fullmatch(path.name):
        return "heard"
    place = path.relative_to(cache).as_posix()
    return next((kind for kind, form in _PLACES.items() if form.fullmatch(place)), "notes")


def uses(workspace: Workspace) -> Uses:
    """What the episodes use as they are now, what they used when they were rendered last, and takes chosen by hand."""
    from studio.takes import TakeStore

    class Untouched(TakeStore):
        """Is asked for keys alone: to look at an entry would be to mend it."""

        def info(self, key: str) -> None:  # noqa: ARG002 - as it is inherited
            return None

    found, workspaces = Uses(), [workspace]
    with suppress(StudioError):  # it has no final voices
        workspaces.append(with_finals(workspace))
    store = Untouched(workspace.takes)
    for episode in all_episodes(workspace.show):
        for entry in entries_of(workspace, episode):
            found.note(_entry_key(entry), episode.id)
        for key in _remembered(store, episode):
            found.note(key, episode.id)
        try:
            for key, voice in _planned(workspaces, episode, store):
                found.note(key, episode.id)
                found.voices[key] = voice
        except StudioError as error:
            found.doubts.append(f"{episode.id}: only what its last render used is known to be needed ({error})")
    return found


def _entry_key(entry: Path) -> str | Path:
    return entry.name[:_KEY] if _TAKE.fullmatch(entry.name) else entry


def _remembered(store: TakeStore, episode: EpisodeFiles) -> Iterator[str]:
    from studio.takes.history import recall
    from studio.takes.keys import take_key

    for final in (False, True):
        for parts in recall(store, episode, final=final):
            yield take_key(parts)


def _planned(workspaces: Sequence[Workspace], episode: EpisodeFiles, store: TakeStore) -> Iterator[tuple[str, str]]:
    from studio.takes import plan_takes

    for workspace in workspaces:
        _, segments = Narrations(workspace).read(episode, skip_unspeakable=True)
        for plan in plan_takes(segments, workspace.show, store, episode=episode, compared=False):
            yield plan.key, plan.cast.voice.name
