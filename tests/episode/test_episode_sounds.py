"""Stingers, bumpers and beds stand where their cues stand in the script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample

from studio.audio.assets import PreparedSound
from studio.episode import FRAME_SAMPLES, RATE_HZ, arrange, captions, chapters
from studio.kit.errors import StudioError
from studio.model.narration import CuePoint, Narration
from studio.model.script import Cue, CueKind
from studio.model.show import Asset, Show
from studio.model.source import Span
from studio.model.timeline import Timeline

HERE = Span(0, 0)
SOUNDS = {"hit": PreparedSound("hit-key", 2 * RATE_HZ), "loop": PreparedSound("loop-key", 9 * RATE_HZ)}


@pytest.fixture
def show(tmp_path: Path) -> Show:
    assets = {
        "hit": Asset("hit", tmp_path / "hit.wav", CueKind.STINGER, gain_db=-6),
        "loop": Asset("loop", tmp_path / "loop.wav", CueKind.BED, gain_db=-8, fade_s=2),
    }
    return replace(sample.show(tmp_path), assets=assets)


def arranged(show: Show, *points: CuePoint) -> tuple[Narration, Timeline]:
    narration = replace(sample.narration(), cues=points)
    return narration, arrange(narration, sample.takes(narration), show, SOUNDS)


def cue(kind: CueKind, name: str = "", **more: float) -> Cue:
    return Cue(kind, HERE, name, **more)


def test_a_stinger_has_the_floor_between_two_segments(show: Show) -> None:
    narration, timeline = arranged(show, CuePoint(2, cue(CueKind.STINGER, "hit"), 2))
    assert [clip.segment for clip in timeline.clips][:4] == [0, 1, None, 2]
    stinger = timeline.clips[2]
    assert (stinger.key, stinger.gain_db) == ("hit-key", -6)
    assert stinger.length_samples % FRAME_SAMPLES == 0
    assert stinger.length_samples >= 2.3 * RATE_HZ
    ends = [clip.start_samples + clip.length_samples for clip in timeline.clips]
    assert [clip.start_samples for clip in timeline.clips] == [0, *ends[:-1]]
    assert len(timeline.speech) == len(narration.segments)


def silence_before_s(timeline: Timeline, narration: Narration, index: int) -> float:
    """Between the end of a segment's sound and the clip behind it."""
    clip, take = timeline.speech[index], sample.takes(narration)[index]
    heard = clip.lead_samples / RATE_HZ + take.length_samples / take.rate_hz
    return clip.length_samples / RATE_HZ - heard


@pytest.mark.parametrize("kind", [CueKind.STINGER, CueKind.BUMPER])
def test_a_second_of_silence_is_enough_before_a_sound(show: Show, kind: CueKind) -> None:
    plain = sample.narration()
    segments = tuple(replace(segment, pause_s=2.0) for segment in plain.segments)
    takes = sample.takes(plain)

    def silence_s(*points: CuePoint) -> float:
        narration = replace(plain, segments=segments, cues=points)
        return silence_before_s(arrange(narration, takes, show, SOUNDS), narration, 1)

    sound = CuePoint(2, cue(kind, "hit"))
    frame_s = FRAME_SAMPLES / RATE_HZ + 1e-3
    assert silence_s() == pytest.approx(2.0, abs=frame_s)
    assert silence_s(sound) == pytest.approx(1.0, abs=frame_s)
    assert silence_s(CuePoint(2, cue(CueKind.PAUSE, length_s=0.5)), sound) == pytest.approx(1.5, abs=frame_s)
    music = CuePoint(0, cue(CueKind.BED, "loop"))
    assert silence_s(music, CuePoint(2, cue(CueKind.BED_STOP)), sound) == pytest.approx(2.0, abs=frame_s)
    over = CuePoint(1, cue(CueKind.BED_STOP))
    assert silence_s(music, over, sound) == pytest.approx(1.0, abs=frame_s)
    assert silence_s(CuePoint(2, cue(CueKind.BED, "loop"))) == pytest.approx(1.0, abs=frame_s)


@pytest.mark.parametrize(("fade_s", "expected_s"), [(0.0, 2.0), (3.0, 3.5), (30.0, 4.0)])
def test_a_bed_has_faded_in_and_given_way_by_the_first_word(show: Show, fade_s: float, expected_s: float) -> None:
    _, timeline = arranged(show, CuePoint(0, cue(CueKind.BED, "loop", fade_s=fade_s)))
    assert timeline.speech[0].lead_samples / RATE_HZ == pytest.approx(expected_s + 0.21, abs=0.01)


def test_a_chapter_begins_with_the_stinger_of_its_own_section(show: Show) -> None:
    script, narration = sample.script(), sample.narration()
    first = next(index for index, segment in enumerate(narration.segments) if segment.section == 2)
    for section, expected in ((2, 0), (1, 1)):
        narration, timeline = arranged(show, CuePoint(first, cue(CueKind.STINGER, "hit"), section))
        at = next(index for index, clip in enumerate(timeline.clips) if clip.segment is None)
        starts = [chapter.start_samples for chapter in chapters(script, narration, timeline, show)]
        assert timeline.clips[at + expected].start_samples in starts


def test_captions_stay_with_their_segments(show: Show) -> None:
    narration, timeline = arranged(show, CuePoint(1, cue(CueKind.STINGER, "hit"), 1))
    found = captions(narration, sample.takes(narration), timeline)
    second = timeline.speech[1]
    of_second = [
        c for c in found if second.start_samples <= c.start_samples < second.start_samples + second.length_samples
    ]
    assert " ".join(" ".join(c.text.split()) for c in of_second) == narration.segments[1].written


def test_a_bed_is_heard_before_the_first_word_and_gone_at_its_stop(show: Show) -> None:
    _, timeline = arranged(
        show,
        CuePoint(0, cue(CueKind.BED, "loop", fade_s=3)),
        CuePoint(2, cue(CueKind.BED_STOP, fade_s=1)),
        CuePoint(2, cue(CueKind.PAUSE, length_s=1)),
    )
    (bed,) = timeline.beds
    assert (bed.key, bed.start_samples) == ("loop-key", 0)
    assert timeline.speech[0].lead_samples >= 2 * RATE_HZ
    assert bed.end_samples == timeline.speech[2].start_samples
    assert (bed.gain_db, bed.ducked_db, bed.fade_in_s, bed.fade_out_s) == (-8, -16, 3, 1)


def test_a_bed_without_a_stop_lasts_to_the_end_and_a_new_one_replaces_it(show: Show) -> None:
    _, timeline = arranged(
        show, CuePoint(0, cue(CueKind.BED, "loop")), CuePoint(3, cue(CueKind.BED, "loop", gain_db=-12))
    )
    first, second = timeline.beds
    assert first.end_samples == second.start_samples == timeline.speech[3].start_samples
    assert second.end_samples == timeline.length_samples
    assert (first.fade_out_s, second.gain_db) == (2, -12)


def test_a_sound_that_the_show_does_not_have_is_refused(show: Show) -> None:
    with pytest.raises(StudioError, match="a cue asks for the sound `boom`, which this show does not have"):
        arranged(show, CuePoint(1, cue(CueKind.STINGER, "boom")))


def test_a_second_voice_has_its_own_place_in_stereo(show: Show) -> None:
    voices = {**show.voices, "narrator": replace(show.voices["narrator"], pan=0.15)}
    _, timeline = arranged(replace(show, voices=voices), CuePoint(1, cue(CueKind.STINGER, "hit")))
    assert [clip.pan for clip in timeline.clips[:3]] == [0.15, 0.0, 0.15]
