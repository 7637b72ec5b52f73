"""``--listen``: takes are heard before they become an episode, and the manifest says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.kit import inputs
from studio.listening.hear import hear_takes
from studio.listening.kept import KeptHearings
from studio.listening.report import Listened, report
from studio.listening.retakes import choose_better_takes
from studio.speech.length import speaking_s
from studio.takes import read_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.kit.events import Events
    from studio.listening.ear import Ear
    from studio.model.show import Show
    from studio.settings.episodes import EpisodeFiles
    from studio.takes import Executor, TakePlan, TakeStore


def unheard_s(plans: Sequence[TakePlan], store: TakeStore, ear: Ear, events: Events) -> float:
    """Seconds of sound, about, that are still to be heard of an episode."""
    kept = KeptHearings(store, ear, events)
    takes = {plan.key: plan for plan in plans if not plan.present or kept.find(plan.key) is None}
    return sum(speaking_s(plan.segment.spoken) for plan in takes.values())


def choose_by_ear(
    plans: Sequence[TakePlan],
    show: Show,
    store: TakeStore,
    episode: EpisodeFiles,
    *,
    ear: Ear,
    executor: Executor | None,
    events: Events,
    jobs: int | None,
) -> tuple[int, bool]:
    """Hear the takes of an episode, and choose others for those that fail.

    Returns:
        How many takes were made for that, and whether another one was chosen than stood in the plans.

    Raises:
        StudioError: as for making and hearing takes.
    """
    before = read_choices(show, episode)
    heard = hear_takes(plans, store, ear, events, jobs=jobs)
    made = choose_better_takes(heard, show, store, episode, ear=ear, events=events, executor=executor, jobs=jobs)
    inputs.rewritten(episode.takes)
    return made, read_choices(show, episode) != before


def hear_again(plans: Sequence[TakePlan], store: TakeStore, ear: Ear, events: Events, jobs: int | None) -> Listened:
    """What was heard of the takes that the episode is made of."""
    found = report(hear_takes(plans, store, ear, events, jobs=jobs), ear)
    for remark in found.remarks:
        events.warn(remark)
    events.end_stage("listening")
    return found
