"""A plan says what is missing and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.kit.errors import ConfigurationError
from studio.model.narration import Pronunciation, Segment
from studio.model.show import Show, Voice
from studio.settings.episodes import EpisodeFiles
from studio.takes import ProcessExecutor, Reason, TakePlan, TakeStore, make_takes, plan_takes

Segments = Callable[..., tuple[Segment, ...]]
MakeShow = Callable[..., Show]
SILENT = Voice("n", "silent")
TEXTS = ("One queue is long.", "Two queues are longer.", "Three queues are a system.")


def _make(segments: tuple[Segment, ...], show: Show, store: TakeStore, episode: EpisodeFiles) -> None:
    make_takes(
        [plan_takes(segments, show, store, episode=episode)], show, store, ProcessExecutor(1), whole_episodes=True
    )


def _reasons(plans: tuple[TakePlan, ...]) -> list[Reason | None]:
    return [plan.reason for plan in plans]


def test_everything_is_new_at_first_and_present_afterwards(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, ep01: EpisodeFiles
) -> None:
    show = make_show_of(SILENT)
    first = plan_takes(segments(*TEXTS), show, store, episode=ep01)
    assert _reasons(first) == [Reason.NEW] * 3
    _make(segments(*TEXTS), show, store, ep01)
    again = plan_takes(segments(*TEXTS), show, store, episode=ep01)
    assert _reasons(again) == [None] * 3
    assert all(plan.present and plan.info for plan in again)


def test_edits_are_told_apart(store: TakeStore, segments: Segments, make_show_of: MakeShow, ep01: EpisodeFiles) -> None:
    show = make_show_of(SILENT)
    _make(segments(*TEXTS), show, store, ep01)

    edited = segments("An inserted sentence.", TEXTS[0], "Two queues are shorter.", TEXTS[2])
    assert _reasons(plan_takes(edited, show, store, episode=ep01)) == [Reason.NEW, None, Reason.TEXT, None]

    respelt = list(segments(*TEXTS))
    respelt[1] = dataclasses.replace(respelt[1], pronunciations=(Pronunciation(4, 10, ipa="kjuːz"),))
    assert _reasons(plan_takes(respelt, show, store, episode=ep01)) == [None, Reason.PRONUNCIATION, None]

    faster = make_show_of(Voice("n", "silent", settings={"speed": 2.0}))
    assert _reasons(plan_takes(segments(*TEXTS), faster, store, episode=ep01)) == [Reason.SETTINGS] * 3

    other = make_show_of(Voice("n", "espeak"))
    assert _reasons(plan_takes(segments(*TEXTS), other, store, episode=ep01)) == [Reason.VOICE] * 3


def test_a_lost_entry_is_called_lost(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, ep01: EpisodeFiles
) -> None:
    show = make_show_of(SILENT)
    _make(segments(*TEXTS), show, store, ep01)
    plans = plan_takes(segments(*TEXTS), show, store, episode=ep01)
    store.path(plans[1].key).write_bytes(b"damaged")
    assert _reasons(plan_takes(segments(*TEXTS), show, store, episode=ep01)) == [None, Reason.LOST, None]


def test_a_new_engine_version_is_a_reason(
    store: TakeStore,
    segments: Segments,
    make_show_of: MakeShow,
    ep01: EpisodeFiles,
    *,
    faulty: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    show = make_show_of(Voice("n", "faulty"))
    _make(segments(*TEXTS), show, store, ep01)
    monkeypatch.setenv("FAULTY_VERSION", "2")
    assert _reasons(plan_takes(segments(*TEXTS), show, store, episode=ep01)) == [Reason.ENGINE] * 3


def test_moving_the_show_keeps_the_keys(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, tmp_path: Path
) -> None:
    show = make_show_of(SILENT)
    moved = dataclasses.replace(show, root=tmp_path / "elsewhere")
    keys = [[plan.key for plan in plan_takes(segments(*TEXTS), s, store)] for s in (show, moved)]
    assert keys[0] == keys[1]


def test_a_voice_that_cannot_speak_falls_back_and_says_so(
    store: TakeStore, segments: Segments, make_show_of: MakeShow, faulty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTY_UNUSABLE", "its library is not installed")
    show = make_show_of(Voice("n", "faulty", fallback="quiet"), Voice("quiet", "silent"))
    (plan,) = plan_takes(segments("Hello."), show, store)
    assert plan.cast.voice.name == "quiet"
    assert plan.cast.remark == "the voice n cannot speak: its library is not installed: quiet speaks instead"

    alone = make_show_of(Voice("n", "faulty", fallback="m"), Voice("m", "faulty", fallback="n"))
    with pytest.raises(ConfigurationError) as caught:
        plan_takes(segments("Hello."), alone, store)
    assert caught.value.code == "no-usable-voice"
