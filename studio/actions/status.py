"""``studio status``: where every episode of the show stands, at a glance."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from studio.feed.state import schedules
from studio.kit.errors import StudioError
from studio.kit.files import write_atomically
from studio.kit.inputs import FACT, Look, Record, recording, see
from studio.model.diagnostics import Severity
from studio.render.up_to_date import glance, own_code
from studio.settings.episodes import EpisodeFiles, find_episodes
from studio.settings.workspace import Workspace
from studio.speech.length import speaking_s

_FORMAT = 2


class State(StrEnum):
    """What a render would do."""

    NEW = "not rendered"
    STALE = "stale"
    RENDERED = "rendered"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one episode is.

    Attributes:
        id: of the episode.
        words: that are spoken in it.
        minutes: its length; estimated where it is not rendered as it is now.
        errors, warnings: that the linter found.
        state: whether it is rendered as it is now.
        reasons: why not, in words.
        published: when it was; None where it is not in the feed.
        scheduled: when it is to be; None where it is not.
        problem: why its script cannot be read; empty where it can.
    """

    id: str
    words: int
    minutes: float
    errors: int
    warnings: int
    state: State
    reasons: tuple[str, ...] = ()
    published: datetime.datetime | None = None
    scheduled: datetime.datetime | None = None
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        dates = {name: moment and moment.isoformat() for name, moment in _dates(self).items()}
        return {**asdict(self), **dates}


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading a script tells of it."""

    words: int = 0
    expected_s: float = 0.0
    errors: int = 0
    warnings: int = 0
    problem: str = ""


def status(workspace: Workspace) -> tuple[Standing, ...]:
    """All episodes in the order of their ids.

    Finished files count as good where size and time of change are as they were; ``studio plan`` looks inside. What the
    linter found is kept until the script, the settings or the lexicons change: comparing the words of scripts with each
    other is for ``studio lint``.

    Raises:
        ConfigurationError: two scripts that claim to be one episode.
    """
    look = functools.cache(see)  # three hundred episodes share their voices and lexicons
    episodes = find_episodes(workspace.show, ())
    read = _read_all(workspace, episodes, look)
    published, (scheduled, _) = _published(workspace), schedules(workspace.public)
    above = f"{workspace.show.root}/"
    found = []
    for episode in episodes:
        verdict, script = glance(episode, workspace, look), read[episode.id]
        rendered = verdict.rendered
        state = State.RENDERED if rendered else State.NEW if verdict.is_new else State.STALE
        found.append(
            Standing(
                id=episode.id,
                words=script.words,
                minutes=round((rendered.duration_s if rendered else script.expected_s) / 60, 1),
                errors=script.errors,
                warnings=script.warnings,
                state=state,
                reasons=tuple(reason.replace(above, "") for reason in verdict.reasons) if state is State.STALE else (),
                published=published.get(episode.id),
                scheduled=scheduled.get(episode.id),
                problem=script.problem,
            )
        )
    return tuple(found)


def _dates(standing: Standing) -> dict[str, datetime.datetime | None]:
    return {"published": standing.published, "scheduled": standing.scheduled}


def _read_all(workspace: Workspace, episodes: tuple[EpisodeFiles, ...], look: Look) -> dict[str, _Read]:
    """What is known of each script by its id, read anew where anything that counts has changed."""
    path, root = workspace.cache / "status.json", workspace.show.root
    facts = {"studio": own_code(), "settings": _digest(workspace.loaded)}
    kept = _kept(path, root)
    found: dict[str, tuple[Record, _Read]] = {}
    for episode in episodes:
        known = kept.get(episode.id)
        if known is None or any(known[0].changes(facts, look)):
            with recording() as record:
                read = _read(workspace, episode)
            for name, value in facts.items():
                record.note(FACT, name, value)
            known = record, read
        found[episode.id] = known
    if found != kept:
        notes = {name: [record.as_json(root), asdict(read)] for name, (record, read) in found.items()}
        write_atomically(path, json.dumps({"format": _FORMAT, "scripts": notes}).encode())
    return {name: read for name, (_, read) in found.items()}


def _kept(path: Path, root: Path) -> dict[str, tuple[Record, _Read]]:
    """What was noted the last time; nothing where that is damaged."""
    try:
        notes = json.loads(path.read_bytes())
        if notes["format"] != _FORMAT:
            return {}
        return {
            name: (Record.from_json(record, root), _Read(**read)) for name, (record, read) in notes["scripts"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _read(workspace: Workspace, episode: EpisodeFiles) -> _Read:
    from studio.lint import lint_script
    from studio.narration.narrate import narrate
    from studio.narration.read import read_lexicons, read_script

    try:
        script = read_script(workspace.show, episode.script)
        segments = narrate(script, workspace.show, read_lexicons(workspace.show, script)).segments
        counts = Counter(finding.severity for finding in lint_script(script, workspace.show))
    except StudioError as error:
        return _Read(problem=str(error))
    blocks = [block for section in script.sections for block in section.blocks if block.kind.is_spoken]
    words = sum(len(block.text.split()) for block in blocks)
    expected_s = sum(speaking_s(one.spoken, one.pause_s) for one in segments)
    return _Read(words, round(expected_s, 3), counts[Severity.ERROR], counts[Severity.WARNING])


def _digest(record: Record) -> str:
    return hashlib.sha256(json.dumps(sorted(record.notes.items())).encode()).hexdigest()[:16]


def _published(workspace: Workspace) -> dict[str, datetime.datetime | None]:
    """Id → date of every episode in the feed."""
    from studio.feed.ledger import read_ledger

    if not (workspace.public / "feed.xml").is_file():
        return {}
    from studio.feed import rss
    from studio.feed.archives import read_joined

    ledger, items = read_ledger(workspace.public), rss.items(read_joined(workspace.public)[0])
    return {record.id: record.published for record in ledger.of_items(items)}
