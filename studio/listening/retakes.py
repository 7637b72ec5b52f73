"""Takes that failed the hearing are made again, where their engine varies, and the first that passes is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.listening.hear import Heard, hear_takes, named
from studio.takes import Reason, choose, make_takes, read_choices
from studio.takes.choices import choice_id
from studio.takes.keys import ingredients, take_key, voice_ingredients

if TYPE_CHECKING:
    from studio.kit.events import Events
    from studio.listening.ear import Ear
    from studio.model.show import Show
    from studio.settings.episodes import EpisodeFiles
    from studio.takes import Executor, TakePlan, TakeStore

#: Takes that are made of a text before it is given up, the first one included.
MOST_TAKES = 4


def choose_better_takes(
    heard: Sequence[Heard],
    show: Show,
    store: TakeStore,
    episode: EpisodeFiles,
    *,
    ear: Ear,
    events: Events,
    executor: Executor | None = None,
    jobs: int | None = None,
) -> int:
    """Make failed takes again until one passes; it is chosen in the episode's file of takes, so that it stays.

    What a person has chosen, a take or a recording, is left alone, and so is a voice whose engine does not vary.

    Args:
        heard: of the episode.
        show: the voices' show.
        store: where takes are kept.
        episode: whose choices are written.
        ear: who hears.
        events: told of progress, and of every choice.
        executor: makes the takes.
        jobs: takes heard at once.

    Returns:
        How many takes were made.

    Raises:
        StudioError: as for making and hearing takes.
    """
    chosen = read_choices(show, episode)
    good = [one.plan for one in heard if not one.faults]  # they set the voices' pace
    failed = [one.plan for one in heard if one.faults and _may_vary(one.plan)]
    left = list({plan.key: plan for plan in failed if choice_id(plan.segment) not in chosen}.values())
    made = 0
    for number in range(2, MOST_TAKES + 1):
        tried = [_numbered(plan, number, store) for plan in left]
        if not tried:
            break
        (takes,) = make_takes([tried], show, store, executor, events, allow_bad=True)
        made += takes.made
        again = takes.plans(tried)
        left = []
        for one in hear_takes([*good, *again], store, ear, events, jobs=jobs)[len(good) :]:
            plan = one.plan
            if one.faults or (plan.info and plan.info.flaws):
                left.append(plan)
            else:
                choose(show, episode, plan.segment, take=number)
                events.warn(f"{named(plan)}: take {number} is chosen, since the first is not what was to be said")
    return made


def _may_vary(plan: TakePlan) -> bool:
    return plan.recording is None and plan.cast.engine.info.varies


def _numbered(plan: TakePlan, number: int, store: TakeStore) -> TakePlan:
    """The same for another take of the segment."""
    parts = ingredients(plan.segment, voice_ingredients(plan.cast), number)
    key = take_key(parts)
    info = store.info(key)
    return replace(plan, key=key, take=number, parts=parts, info=info, reason=None if info else Reason.TAKE)
