"""``studio status``: where every episode of the show stands, at a glance."""

from __future__ import annotations

import datetime
import functools
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from studio.actions.findings import KeptFindings
from studio.feed.state import schedules
from studio.kit.errors import StudioError
from studio.kit.inputs import see
from studio.render.up_to_date import glance
from studio.settings.episodes import EpisodeFiles, find_episodes
from studio.settings.text import count_words, read_text
from studio.settings.workspace import Workspace
from studio.speech.length import words_s


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
        words: that are spoken in it, about.
        minutes: its length; from the words where it is not rendered as it is now.
        errors, warnings: that the linter found in it as it is now; None where nobody has linted it since it changed.
        state: whether it is rendered as it is now.
        reasons: why not, in words.
        published: when it was; None where it is not in the feed.
        scheduled: when it is to be; None where it is not.
        problem: why its script cannot be read; empty where it can.
    """

    id: str
    words: int
    minutes: float
    errors: int | None
    warnings: int | None
    state: State
    reasons: tuple[str, ...] = ()
    published: datetime.datetime | None = None
    scheduled: datetime.datetime | None = None
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        dates = {name: moment and moment.isoformat() for name, moment in _dates(self).items()}
        return {**asdict(self), **dates}


def status(workspace: Workspace) -> tuple[Standing, ...]:
    """All episodes in the order of their ids.

    Nothing is linted, and nothing is parsed, so that a glance at three hundred episodes takes no longer than at one.
    Finished files count as good where size and time of change are as they were; ``studio plan`` looks inside.

    Raises:
        ConfigurationError: two scripts that claim to be one episode.
    """
    look = functools.cache(see)  # three hundred episodes share their voices and lexicons
    kept, published, (scheduled, _) = KeptFindings(workspace), _published(workspace), schedules(workspace.public)
    above = f"{workspace.show.root}/"
    found = []
    for episode in find_episodes(workspace.show, ()):
        verdict, (words, problem) = glance(episode, workspace, look), _read(workspace, episode)
        counts = None if problem else kept.known(episode.script, look)
        rendered = verdict.rendered
        state = State.RENDERED if rendered else State.NEW if verdict.is_new else State.STALE
        found.append(
            Standing(
                id=episode.id,
                words=words,
                minutes=round((rendered.duration_s if rendered else words_s(words)) / 60, 1),
                errors=counts.errors if counts else None,
                warnings=counts.warnings if counts else None,
                state=state,
                reasons=tuple(reason.replace(above, "") for reason in verdict.reasons) if state is State.STALE else (),
                published=published.get(episode.id),
                scheduled=scheduled.get(episode.id),
                problem=problem,
            )
        )
    return tuple(found)


def _dates(standing: Standing) -> dict[str, datetime.datetime | None]:
    return {"published": standing.published, "scheduled": standing.scheduled}


def _read(workspace: Workspace, episode: EpisodeFiles) -> tuple[int, str]:
    """About how many words a script has, and why it cannot be read."""
    try:
        return count_words(read_text(workspace.show, episode.script).text), ""
    except StudioError as error:
        return 0, str(error)


def _published(workspace: Workspace) -> dict[str, datetime.datetime | None]:
    """Id → date of every episode in the feed."""
    from studio.feed.ledger import read_ledger

    if not (workspace.public / "feed.xml").is_file():
        return {}
    from studio.feed import rss
    from studio.feed.archives import read_joined

    ledger, items = read_ledger(workspace.public), rss.items(read_joined(workspace.public)[0])
    return {record.id: record.published for record in ledger.of_items(items)}
