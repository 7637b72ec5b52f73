"""``studio publish``: finished episodes into the feed folder, and from there to where it is served."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from studio.kit.errors import ConfigurationError
from studio.kit.events import Events
from studio.publish import notify as telling
from studio.publish import publish as transactions
from studio.publish.correct import correction_text
from studio.publish.draft import Outcome
from studio.publish.merge import look
from studio.publish.mirror import Mirrored
from studio.publish.note import note_path, read_note, write_note
from studio.publish.notify import Told
from studio.publish.prefer import Prefer
from studio.settings.episodes import all_episodes, build_folders
from studio.settings.publishable import require_publishable
from studio.settings.workspace import Workspace


def publish(
    workspace: Workspace,
    episodes: Sequence[str],
    *,
    also: Sequence[str] = (),
    dry_run: bool = False,
    to: str | None = None,
    prefer: Prefer | None = None,
    correction: str | None = None,
    events: Events | None = None,
) -> Outcome:
    """Publish rendered episodes, together with scheduled ones that are due: all or nothing.

    Args:
        workspace: the show, and its feed folder.
        episodes: ids, or patterns of ids, as a person types them; none publishes what is due.
        also: further formats.
        dry_run: change nothing and tell what would change.
        to: where the feed is served from; what was published there from elsewhere is taken over first.
        prefer: whose version stands where an episode was changed both there and here.
        correction: what was wrong in the one episode's published sound, as listeners are to read it.
        events: see :func:`studio.publish.publish.publish`.

    Raises:
        ConfigurationError: a correction that says nothing, or of more than one episode.
        StudioError: an episode that is not rendered or not fit, or has nothing to correct, a feed that cannot be read
            or written, an episode that was changed on both sides.
    """
    require_publishable(workspace.show)
    if correction is not None:
        correction_text(correction)
    builds = build_folders(workspace.show, episodes)
    if correction is not None and len(builds) != 1:
        raise ConfigurationError(
            "one-episode",
            "--correction takes one episode",
            hint='studio publish ep17 --correction "what was wrong"',
        )
    there = look(workspace.public, to) if to else None
    paths = _notes(workspace)
    notes = {name: note for name, path in paths.items() if (note := read_note(path))}
    outcome = transactions.publish(
        builds,
        workspace.show,
        workspace.public,
        now=_now(),
        also=also,
        dry_run=dry_run,
        there=there,
        prefer=prefer,
        notes=notes,
        correction=correction,
        events=events,
    )
    if not dry_run:
        for record in outcome.undated:
            if record.id in paths:
                write_note(paths[record.id], record)
    return outcome


def schedule(workspace: Workspace, episodes: Sequence[str], at: str) -> Outcome:
    """Check one episode now, to be published with the first publish at or after a date.

    Args:
        workspace: the show, and its feed folder.
        episodes: exactly one, as a person types it.
        at: ISO 8601; without a zone it is UTC.

    Raises:
        ConfigurationError: not one episode, no date, or one that has passed.
        StudioError: the episode is not rendered or not fit.
    """
    require_publishable(workspace.show)
    builds = build_folders(workspace.show, episodes)
    if len(builds) != 1:
        raise ConfigurationError(
            "one-episode", "--schedule takes one episode", hint="studio publish ep17 --schedule DATE"
        )
    return transactions.schedule(builds[0], workspace.show, workspace.public, at=_date(at), now=_now())


def roll_back(workspace: Workspace, *, steps: int = 1, dry_run: bool = False) -> Outcome:
    """Undo the last changes to the feed folder; undoing twice does it again.

    Args:
        workspace: the show, and its feed folder.
        steps: how many changes are undone, ten at most.
        dry_run: change nothing and tell what would change.

    Raises:
        StudioError: ``nothing-to-roll-back``, ``damaged-history``.
    """
    return transactions.rollback(workspace.public, steps=steps, dry_run=dry_run)


def scheduled(workspace: Workspace) -> tuple[tuple[str, datetime.datetime], ...]:
    """Episodes that wait to be published, and for when."""
    return transactions.scheduled(workspace.public)


def copy_to(workspace: Workspace, url: str) -> Mirrored:
    """Bring a copy of the feed folder up to date, at any address that fsspec knows.

    Raises:
        ConfigurationError: an address that cannot be opened.
        StudioError: somebody else published there, or copying failed; the next run goes on.
    """
    return transactions.copy_to(workspace.public, url)


def notify(workspace: Workspace, to: str | None) -> tuple[Told, ...]:
    """Tell hubs and Podping of a feed that has changed; see :func:`studio.publish.notify.notify`."""
    return telling.notify(workspace.public, workspace.show, to)


def _notes(workspace: Workspace) -> dict[str, Path]:
    """Where the note of each script's episode lies."""
    return {episode.id: note_path(episode.script, episode.id) for episode in all_episodes(workspace.show)}


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _date(text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            "bad-date",
            f"`{text}` is not a date",
            hint="Write it like 2026-09-01T06:00+02:00; without a zone it is UTC.",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
