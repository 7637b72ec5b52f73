"""Another take can be made and chosen; the choice follows its text; a person's recording may stand in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.kit.errors import ConfigurationError, StudioError
from studio.model.narration import Segment
from studio.model.show import Show, Voice
from studio.settings.episodes import EpisodeFiles
from studio.takes import (
    ProcessExecutor,
    Reason,
    TakeStore,
    choose,
    list_takes,
    make_takes,
    plan_takes,
    read_choices,
    retake,
    stale_choices,
)

Segments = Callable[..., tuple[Segment, ...]]
MakeShow = Callable[..., Show]


@pytest.fixture
def show(make_show_of: MakeShow) -> Show:
    return make_show_of(Voice("n", "espeak"))


def _render(segments: tuple[Segment, ...], show: Show, store: TakeStore, episode: EpisodeFiles) -> list[str]:
    plans = plan_takes(segments, show, store, episode=episode)
    (made,) = make_takes([plans], show, store, ProcessExecutor(1), whole_episodes=True)
    return [info.key for info in made.infos]


def test_a_retake_is_made_chosen_and_kept_in_the_file(
    show: Show, store: TakeStore, segments: Segments, ep01: EpisodeFiles
) -> None:
    caches, clocks = segments("Caches lie.", "Clocks lie too.")
    first = _render((caches, clocks), show, store, ep01)
    made = retake(clocks, show, store, ep01)
    assert made.take == 2
    assert (show.scripts / "ep01.takes.yaml").read_text().endswith("text: Clocks lie too.\n    take: 2\n")

    assert _render((caches, clocks), show, store, ep01) == [first[0], made.key]
    moved = segments("Something new.", "Clocks lie too.", "Caches lie.")
    assert _render(moved, show, store, ep01)[1:] == [made.key, first[0]]

    listed = list_takes(clocks, show, store, ep01)
    assert [(listing.take, listing.chosen) for listing in listed] == [(1, False), (2, True)]
    assert listed[0].info != listed[1].info


def test_the_first_take_can_be_chosen_again(
    show: Show, store: TakeStore, segments: Segments, ep01: EpisodeFiles
) -> None:
    (clocks,) = segments("Clocks lie too.")
    first = _render((clocks,), show, store, ep01)
    retake(clocks, show, store, ep01)
    choose(show, ep01, clocks, take=1)
    assert _render((clocks,), show, store, ep01) == first
    assert read_choices(show, ep01) == {}


def test_a_choice_whose_text_is_gone_is_reported(
    show: Show, store: TakeStore, segments: Segments, ep01: EpisodeFiles
) -> None:
    (clocks,) = segments("Clocks lie too.")
    retake(clocks, show, store, ep01)
    (stale,) = stale_choices(segments("Clocks lie, too."), show, ep01)
    assert stale.text == "Clocks lie too."
    assert stale_choices([clocks], show, ep01) == ()


def test_a_persons_recording_replaces_a_take(
    show: Show, store: TakeStore, segments: Segments, ep01: EpisodeFiles
) -> None:
    caches, clocks = segments("Caches lie, and they lie politely.", "Clocks lie too.")
    _render((caches, clocks), show, store, ep01)
    spoken = store.load(plan_takes([caches], show, store)[0].key)
    recording = show.root / "recordings" / "ep01" / "0001.wav"
    recording.parent.mkdir(parents=True)
    silence = np.zeros(spoken.rate_hz, np.float32)
    stereo = np.stack([np.concatenate([silence, spoken.samples, silence])] * 2, axis=1)
    soundfile.write(recording, stereo, spoken.rate_hz)

    choose(show, ep01, caches, recording=recording)
    plans = plan_takes((caches, clocks), show, store, episode=ep01)
    assert [plan.reason for plan in plans] == [Reason.TAKE, None]
    _render((caches, clocks), show, store, ep01)
    plan, _ = plan_takes((caches, clocks), show, store, episode=ep01)
    assert plan.info is not None
    assert plan.info.length_samples == pytest.approx(len(spoken.samples), rel=0.1)
    assert len(plan.info.marks) == 6
    assert list_takes(caches, show, store, ep01)[-1].recording == "recordings/ep01/0001.wav"


def test_a_recording_that_is_no_audio_names_segment_and_file(
    show: Show, store: TakeStore, segments: Segments, ep01: EpisodeFiles
) -> None:
    (clocks,) = segments("Clocks lie too.")
    recording = show.root / "noise.wav"
    recording.write_text("not audio")
    choose(show, ep01, clocks, recording=recording)
    with pytest.raises(StudioError, match=r"segment 1: .*noise\.wav: this is no audio file"):
        _render((clocks,), show, store, ep01)


def test_recordings_outside_the_show_are_refused(
    show: Show, segments: Segments, tmp_path_factory: object, ep01: EpisodeFiles
) -> None:
    (clocks,) = segments("Clocks lie too.")
    with pytest.raises(ConfigurationError, match="must lie in the show's folder"):
        choose(show, ep01, clocks, recording=Path(__file__))
    with pytest.raises(ConfigurationError, match="no such recording"):
        choose(show, ep01, clocks, recording=show.root / "nothing.wav")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("takes:\n  abc:\n    text: Hello.\n    take: 0\n", "scripts/ep01.takes.yaml:4:11", "between 1 and 999"),
        ("takes:\n  abc:\n    text: Hello.\n    tkae: 2\n", "scripts/ep01.takes.yaml:4:5", "tkae"),
        ("takes:\n  abc:\n    recording: gone.wav\n", "scripts/ep01.takes.yaml:3:16", "no recording 'gone.wav'"),
        ("takes: [\n", "scripts/ep01.takes.yaml:2:1", "invalid YAML"),
    ],
)
def test_mistakes_in_the_file_are_named_with_their_place(
    show: Show, segments: Segments, ep01: EpisodeFiles, *, text: str, place: str, message: str
) -> None:
    show.scripts.mkdir()
    (show.scripts / "ep01.takes.yaml").write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        plan_takes(segments("Hello."), show, TakeStore(show.root), episode=ep01)
    assert (caught.value.where, message in caught.value.message) == (place, True)


def test_a_retake_that_fails_leaves_the_earlier_choice(
    make_show_of: MakeShow, store: TakeStore, segments: Segments, faulty: None, ep01: EpisodeFiles
) -> None:
    show = make_show_of(Voice("n", "faulty"))
    (bad,) = segments("Please raise now.")
    choose(show, ep01, bad, take=3)
    with pytest.raises(StudioError, match="cannot say this"):
        retake(bad, show, store, ep01)
    assert [choice.take for choice in read_choices(show, ep01).values()] == [3]
