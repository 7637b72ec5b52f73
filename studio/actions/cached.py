"""What lies in a show's cache, and what of it the show's episodes use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from studio.audio import store as audio
from studio.episode import artwork as pictures
from studio.kit.errors import StudioError
from studio.listening import kept as heard
from studio.render import narrations
from studio.render.narrations import Narrations
from studio.render.up_to_date import entries_of
from studio.settings.episodes import EpisodeFiles, all_episodes
from studio.settings.workspace import Workspace
from studio.takes import store as takes
from studio.voices.finals import with_finals

if TYPE_CHECKING:
    from studio.takes import TakeStore

#: What every kind of entry says of its own names; anything else is nobody's to remove.
_FORMS = (takes.FORM, heard.FORM, *audio.FORMS, pictures.FORM, narrations.FORM)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the cache: its path, what it is (``takes``, ``audio`` … or ``notes``), bytes, when it was written
    (seconds of the epoch), and for a take, and what was heard in it, the take's key."""

    path: Path
    kind: str
    size_bytes: int
    written_s: float
    key: str = ""

    @property
    def is_sealed(self) -> bool:
        """Whether it can tell that it is damaged."""
        return any(form.kind == self.kind for form in _FORMS)


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
                    kind, key = _kind(path, workspace.cache)
                    yield Kept(path, kind, status.st_size, status.st_mtime, key)


def _kind(path: Path, cache: Path) -> tuple[str, str]:
    if path.name.startswith(".") and path.name.endswith(".tmp"):
        return "left over", ""
    place = path.relative_to(cache).as_posix()
    for form in _FORMS:
        if match := form.pattern.fullmatch(place):
            return form.kind, match.groupdict().get("key", "")
    return "notes", ""


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
        for one in workspaces:
            found.note(Narrations(one).path(episode), episode.id)
        try:
            for key, voice in _planned(workspaces, episode, store):
                found.note(key, episode.id)
                found.voices[key] = voice
        except StudioError as error:
            found.doubts.append(f"{episode.id}: only what its last render used is known to be needed ({error})")
    return found


def _entry_key(entry: Path) -> str | Path:
    return take["key"] if (take := takes.FORM.pattern.fullmatch(entry.name)) else entry


def _remembered(store: TakeStore, episode: EpisodeFiles) -> Iterator[str]:
    from studio.takes.history import recall
    from studio.takes.keys import take_key

    for final in (False, True):
        for parts in recall(store, episode, final=final):
            yield take_key(parts)


def _planned(workspaces: Sequence[Workspace], episode: EpisodeFiles, store: TakeStore) -> Iterator[tuple[str, str]]:
    from studio.takes import plan_takes

    for workspace in workspaces:
        _, segments = Narrations(workspace, keep=False).read(episode, skip_unspeakable=True)
        for plan in plan_takes(segments, workspace.show, store, episode=episode, compared=False):
            yield plan.key, plan.cast.voice.name
