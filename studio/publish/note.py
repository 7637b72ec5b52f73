"""``scripts/<episode>.published.yaml``: the date and GUID of an episode whose script names no date.

It is kept under version control beside the script, so that neither moves where the feed folder is lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from studio.episode.release import Release
from studio.feed.records import EpisodeRecord
from studio.kit.errors import StudioError
from studio.kit.files import unreadable, write_atomically

_HEAD = "# Written by `studio publish`: keep it beside the script.\n"


@dataclass(frozen=True, slots=True)
class Note:
    """When an episode was first published, with zone, and as what."""

    published: datetime.datetime
    guid: str


def note_path(script: Path, episode: str) -> Path:
    """Where the note of an episode lies."""
    return script.with_name(f"{episode}.published.yaml")


def read_note(path: Path) -> Note | None:
    """A note; None where there is none.

    Raises:
        StudioError: ``damaged-note``, ``unreadable``.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(error, path) if isinstance(error, OSError) else _damaged(path) from error
    values = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    try:
        published = datetime.datetime.fromisoformat(values["published"])
        return Note(published if published.tzinfo else published.replace(tzinfo=datetime.UTC), values["guid"])
    except (KeyError, ValueError) as error:
        raise _damaged(path) from error


def write_note(path: Path, record: EpisodeRecord) -> None:
    """Note when an episode was published, unless that is noted already."""
    if record.published is not None and not path.exists():
        text = f"{_HEAD}published: {record.published.isoformat()}\nguid: {record.guid}\n"
        write_atomically(path, text.encode())


def with_note(release: Release, note: Note | None) -> Release:
    """A release with what its script leaves to the note."""
    if note is None:
        return release
    return replace(release, published=release.published or note.published, guid=release.guid or note.guid)


def undated(releases: Iterable[Release]) -> set[str]:
    """Ids of releases whose scripts name no date."""
    return {release.slug for release in releases if release.published is None}


def _damaged(path: Path) -> StudioError:
    return StudioError(
        "damaged-note",
        "this note of when the episode was published cannot be read",
        where=str(path),
        hint="Take it back from version control, or write `published:` and `guid:` into it as the feed tells them.",
    )
