"""Hearing and choosing between takes of one segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.takes.choices import Choice, choice_id, choose, read_choices
from studio.takes.keys import ingredients, take_key, voice_ingredients
from studio.takes.make import make_takes
from studio.takes.plan import plan_takes
from studio.takes.pool import ProcessExecutor
from studio.voices.casting import cast_voice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.kit.events import Events
    from studio.model.narration import Segment
    from studio.model.show import Show
    from studio.model.source import Source
    from studio.model.takes import TakeInfo
    from studio.settings.episodes import EpisodeFiles
    from studio.takes.executor import Executor
    from studio.takes.store import TakeStore


@dataclass(frozen=True, slots=True)
class TakeListing:
    """One take of a segment that is in the store, or the recording that stands in for it.

    ``take`` is its number, 0 for a recording; ``chosen`` marks the one that a render uses.
    """

    take: int
    key: str
    info: TakeInfo | None
    chosen: bool
    recording: str | None = None


def list_takes(segment: Segment, show: Show, store: TakeStore, episode: EpisodeFiles) -> tuple[TakeListing, ...]:
    """The takes of a segment, in the order in which they were made; take 1 is listed even before it is made.

    Args:
        segment: of the episode.
        show: for its voices.
        store: where takes are kept.
        episode: for the choice between them.
    """
    chosen = read_choices(show, episode).get(choice_id(segment), Choice(segment.written))
    cast = cast_voice(segment.voice, show.voices, show.root)
    found: list[TakeListing] = []
    number = 0
    while True:
        number += 1
        key = take_key(ingredients(segment, voice_ingredients(cast), number))
        info = store.info(key)
        wanted = chosen.recording is None and chosen.take == number
        if info is None and number > max(1, chosen.take):
            break
        if info is not None or number == 1 or wanted:
            found.append(TakeListing(number, key, info, wanted))
    if chosen.recording:
        (plan,) = plan_takes([segment], show, store, episode=episode)
        found.append(TakeListing(0, plan.key, plan.info, True, chosen.recording))
    return tuple(found)


def retake(
    segment: Segment,
    show: Show,
    store: TakeStore,
    episode: EpisodeFiles,
    *,
    source: Source | None = None,
    events: Events | None = None,
    executor: Executor | None = None,
) -> TakeListing:
    """Make one more take of a segment and choose it.

    Args:
        segment: of the episode.
        show: for its voices.
        store: where takes are kept.
        episode: whose choices are written.
        source: the script, so that a failure names a line.
        events: told of what went otherwise than it should, and was dealt with.
        executor: makes the take, by default in a process of its own.

    Raises:
        StudioError: the take cannot be made; the earlier choice then stays. ``locked``.
    """
    before = read_choices(show, episode).get(choice_id(segment), Choice(segment.written))
    made = [listing.take for listing in list_takes(segment, show, store, episode) if listing.info and listing.take]
    number = max([*made, before.take]) + 1
    choose(show, episode, segment, take=number)
    try:
        (plan,) = plan_takes([segment], show, store, episode=episode, source=source)
        (made_now,) = make_takes([[plan]], show, store, executor or ProcessExecutor(1), events)
    except BaseException:
        recording = show.root / before.recording if before.recording else None
        choose(show, episode, segment, take=before.take, recording=recording)
        raise
    return TakeListing(number, plan.key, made_now.infos[0], True)


def stale_choices(segments: Sequence[Segment], show: Show, episode: EpisodeFiles) -> tuple[Choice, ...]:
    """Choices for an episode of the show whose text is in none of its segments any more."""
    present = {choice_id(segment) for segment in segments}
    return tuple(choice for name, choice in read_choices(show, episode).items() if name not in present)
