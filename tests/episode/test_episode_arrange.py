"""What a listener hears when: slots, pauses, and nothing lost between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.episode import FRAME_SAMPLES, RATE_HZ, arrange
from studio.kit.errors import StudioError
from studio.model.narration import CuePoint, Narration
from studio.model.script import Cue, CueKind
from studio.model.show import Voice
from studio.model.takes import TakeInfo

_SHOW = sample.Show(
    root=Path("/nowhere"),
    title="t",
    author="a",
    language="en-US",
    description="d",
    email="",
    site="",
    feed_url="",
    categories=(),
    artwork=Path("/nowhere"),
    pillars=sample.PILLARS,
    marks=(),
    voices={"narrator": Voice("narrator", "silent")},
    narrator="narrator",
)


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> sample.Show:
    return sample.show(tmp_path_factory.mktemp("show"))


def _narration(pauses: list[float]) -> Narration:
    first = sample.narration().segments[0]
    return Narration(tuple(replace(first, number=n, pause_s=pause) for n, pause in enumerate(pauses, 1)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 3), st.integers(0, 400_000), st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
        ),
        min_size=1,
        max_size=20,
    )
)
def test_slots_tile_the_episode_in_whole_frames(rows: list[tuple[float, int, int]]) -> None:
    narration = _narration([pause for pause, *_ in rows])
    takes = [TakeInfo(f"k{n}", length, rate) for n, (_, length, rate) in enumerate(rows)]
    made = arrange(narration, takes, _SHOW)
    at = 0
    for clip, (pause, length, rate) in zip(made.clips, rows, strict=True):
        assert clip.start_samples == at
        assert clip.length_samples > 0
        assert clip.length_samples % FRAME_SAMPLES == 0
        silence = clip.length_samples - clip.lead_samples - length * RATE_HZ / rate
        assert round(pause * RATE_HZ) - 1 <= silence < round(pause * RATE_HZ) + FRAME_SAMPLES + 1
        at += clip.length_samples
    assert made.length_samples == at


def test_the_first_word_has_a_lead_in(show: sample.Show) -> None:
    made = arrange(sample.narration(), sample.takes(sample.narration()), show)
    assert 0.1 < made.clips[0].lead_samples / RATE_HZ < 0.5
    assert all(clip.lead_samples == 0 for clip in made.clips[1:])


def test_a_pause_cue_adds_its_silence_where_it_stands(show: sample.Show) -> None:
    plain = sample.narration()
    pause = Cue(CueKind.PAUSE, sample.NOWHERE, length_s=2.0)
    takes = sample.takes(plain)
    before = arrange(plain, takes, show)
    for place in range(len(plain.segments) + 1):
        after = arrange(replace(plain, cues=(CuePoint(place, pause),)), takes, show)
        assert after.length_samples - before.length_samples == pytest.approx(2.0 * RATE_HZ, abs=FRAME_SAMPLES)
        begins = [clip.start_samples + clip.lead_samples for clip in before.clips]
        moved = [clip.start_samples + clip.lead_samples for clip in after.clips]
        assert moved[:place] == begins[:place]
        for was, now in zip(begins[place:], moved[place:], strict=True):
            assert now - was == pytest.approx(2.0 * RATE_HZ, abs=FRAME_SAMPLES)


def test_a_changed_sentence_changes_no_other_slot_but_its_place(show: sample.Show) -> None:
    narration = sample.narration()
    takes = list(sample.takes(narration))
    before = arrange(narration, takes, show)
    takes[3] = replace(takes[3], key="new", length_samples=takes[3].length_samples + 12_345)
    after = arrange(narration, takes, show)
    changed = [
        index
        for index, (was, now) in enumerate(zip(before.clips, after.clips, strict=True))
        if replace(was, start_samples=0) != replace(now, start_samples=0)
    ]
    assert changed == [3]


def test_nothing_to_say_is_said_plainly(show: sample.Show) -> None:
    with pytest.raises(StudioError) as caught:
        arrange(Narration(()), [], show)
    assert caught.value.code == "nothing-to-say"
