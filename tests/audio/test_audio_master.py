"""What a listener, an author and a player notice about a mastered episode, read back by ffmpeg."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from audio_material import Episode, Floats, talk
from mutagen.mp3 import MP3, BitrateMode

from studio.audio import FRAME_SAMPLES, RATE_HZ, lame, master, measure, slot_samples
from studio.audio.chunks import ClipPart, cut
from studio.audio.mix import Library, mix
from studio.audio.mp3 import crc16, frame_offsets
from studio.kit.errors import StudioError
from studio.kit.events import Event, Events, Progress, StageEnded
from studio.model.show import Encoding, Loudness
from studio.model.timeline import Timeline

DECODER_DELAY_SAMPLES = 1105


def lands_where_promised(path: Path) -> None:
    measured = measure(path)
    assert measured.integrated_lufs == pytest.approx(-16, abs=0.2)
    assert measured.true_peak_dbtp is not None
    assert measured.true_peak_dbtp <= -1
    assert measured.warnings == ()


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_any_source_rate_lands_on_target_with_its_exact_length(tmp_path: Path, rate_hz: int) -> None:
    mastered = talk(4, rate_hz=rate_hz).master(tmp_path)
    lands_where_promised(tmp_path / "out.mp3")
    assert measure(tmp_path / "out.mp3").length_samples == mastered.length_samples == talk(4).timeline().length_samples


def test_a_ten_second_episode_lands_on_target(tmp_path: Path) -> None:
    Episode().say(9.5, 1).master(tmp_path)
    lands_where_promised(tmp_path / "out.mp3")


def test_three_hours_land_on_target(tmp_path: Path) -> None:
    episode, chance = talk(40), random.Random(3)
    sentences = list(episode.clips)
    for _ in range(8):
        episode.clips += chance.sample(sentences, len(sentences))
    made = episode.master(tmp_path)
    part = list(episode.clips)
    while episode.timeline().length_samples < 3 * 3600 * 44_100:
        episode.clips += part
    mastered = episode.master(tmp_path)  # what it has of the part is kept
    assert mastered.chunks_reused > 3 * made.chunks_made
    lands_where_promised(tmp_path / "out.mp3")
    assert mastered.duration_s > 3 * 3600


def test_a_whisper_is_raised_to_target(tmp_path: Path) -> None:
    mastered = talk(4, level=0.0006).master(tmp_path)
    assert mastered.gain_db > 50
    lands_where_promised(tmp_path / "out.mp3")


def test_a_clipped_source_lands_on_target(tmp_path: Path) -> None:
    episode = talk(4)
    episode.sounds = {key: (np.clip(samples * 40, -1, 1), rate) for key, (samples, rate) in episode.sounds.items()}
    episode.master(tmp_path)
    lands_where_promised(tmp_path / "out.mp3")


def test_speech_with_sharp_peaks_is_limited_and_still_lands_on_target(tmp_path: Path) -> None:
    episode = talk(4)
    for samples, _ in episode.sounds.values():
        samples[::2500] *= 8
    mastered = episode.master(tmp_path)
    assert mastered.limited_s > 0
    assert mastered.limited_max_db < -1
    assert mastered.true_peak_dbtp is not None
    assert -1.5 < mastered.true_peak_dbtp <= -1.0
    lands_where_promised(tmp_path / "out.mp3")


def test_the_report_says_what_an_independent_meter_reads(tmp_path: Path) -> None:
    mastered, measured = talk(8).master(tmp_path), measure(tmp_path / "out.mp3")
    assert mastered.integrated_lufs == pytest.approx(measured.integrated_lufs, abs=0.1)
    assert mastered.range_lu == pytest.approx(measured.range_lu, abs=0.3)
    assert mastered.true_peak_dbtp == pytest.approx(measured.true_peak_dbtp, abs=0.4)
    assert len(mastered.waveform) == -(-mastered.length_samples // FRAME_SAMPLES)
    assert max(mastered.waveform) == pytest.approx(255 * 10 ** (mastered.true_peak_dbtp / 20), abs=8)


def test_a_silent_episode_is_made_as_silence(tmp_path: Path) -> None:
    episode = Episode(sounds={"nothing": (np.zeros(50_000, np.float32), 22_050)}).put("nothing").put("nothing")
    mastered = episode.master(tmp_path)
    assert (mastered.integrated_lufs, mastered.true_peak_dbtp, mastered.gain_db) == (None, None, 0.0)
    assert measure(tmp_path / "out.mp3").integrated_lufs is None
    assert measure(tmp_path / "out.mp3").length_samples == mastered.length_samples


def test_progress_ends_with_everything_done(tmp_path: Path) -> None:
    seen: list[Event] = []
    episode = talk(12)
    master(
        episode.timeline(),
        episode.load,
        loudness=Loudness(),
        encoding=Encoding(),
        cache=tmp_path / "cache",
        output=tmp_path / "out.mp3",
        events=Events(seen.append),
    )
    total_s = episode.timeline().length_samples // RATE_HZ
    steps = [event.done for event in seen if isinstance(event, Progress)]
    assert steps == sorted(steps)
    assert steps[-1] == total_s
    assert {(event.stage, event.total) for event in seen if isinstance(event, Progress)} == {("encode", total_s)}
    assert [event.stage for event in seen if isinstance(event, StageEnded)] == ["meter", "level", "encode"]


# --------------------------------------------------------------------------------------------- same inputs, same bytes


def test_jobs_and_cache_do_not_change_a_byte(tmp_path: Path) -> None:
    first = talk(12)
    made = first.master(tmp_path, "one", jobs=1)
    expected = (tmp_path / "out.mp3").read_bytes()
    again = first.master(tmp_path, "one", jobs=3)
    assert (again.chunks_made, again.metered, first.loads) == (0, 0, [])
    assert (tmp_path / "out.mp3").read_bytes() == expected
    elsewhere = first.master(tmp_path, "elsewhere/deeper", jobs=4)
    assert (tmp_path / "out.mp3").read_bytes() == expected
    assert replace(elsewhere, entries=()) == replace(made, entries=())


@pytest.mark.usefixtures("small_chunks")
def test_an_edit_makes_only_the_chunks_it_touches_and_the_same_bytes_as_from_nothing(tmp_path: Path) -> None:
    episode = talk(16)
    whole = episode.master(tmp_path, "kept")
    sentence = episode.clips.pop(8)
    episode.say(3.3, 780)
    episode.clips.insert(8, episode.clips.pop())
    edited = episode.master(tmp_path, "kept")
    assert edited.gain_db == whole.gain_db
    assert edited.chunks_made <= 3 < whole.chunks_made
    assert edited.metered == 1
    assert sentence.key not in episode.loads
    incremental = (tmp_path / "out.mp3").read_bytes()
    episode.master(tmp_path, "cold")
    assert (tmp_path / "out.mp3").read_bytes() == incremental


@pytest.mark.parametrize("harm", ["cut short", "altered", "emptied"])
def test_a_corrupt_cache_entry_is_named_and_made_again(tmp_path: Path, harm: str) -> None:
    episode = talk(6)
    episode.master(tmp_path)
    expected = (tmp_path / "out.mp3").read_bytes()
    entries = sorted(path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    for entry in entries:
        content = bytearray(entry.read_bytes())
        content[len(content) // 2] ^= 1
        entry.write_bytes({"cut short": content[:-7], "altered": content, "emptied": b""}[harm])
    episode.master(tmp_path)
    warnings = episode.events.warnings
    assert len(warnings) == len(entries)
    assert all(any(str(entry) in warning for warning in warnings) for entry in entries)
    assert (tmp_path / "out.mp3").read_bytes() == expected
    episode.master(tmp_path)
    assert episode.events.warnings == []


# --------------------------------------------------------------------------------------------- the stream


@pytest.mark.parametrize(("channels", "kbps"), [(1, 32), (1, 64), (1, 96), (2, 128), (2, 192), (1, 320)])
def test_the_info_frame_tells_the_truth(tmp_path: Path, channels: int, kbps: int) -> None:
    episode = talk(5)
    episode.channels = channels
    mastered = episode.master(tmp_path, bitrate_kbps=kbps)
    stream = (tmp_path / "out.mp3").read_bytes()
    offsets = frame_offsets(stream)
    info = stream[: offsets[1]]
    at = info.index(b"Info")
    assert int.from_bytes(info[at + 8 : at + 12], "big") == len(offsets) - 2 == mastered.frames
    assert int.from_bytes(info[at + 12 : at + 16], "big") == len(stream) == mastered.stream_bytes
    lame = at + 120
    assert int.from_bytes(info[lame + 32 : lame + 34], "big") == crc16(stream[offsets[1] :])
    assert int.from_bytes(info[lame + 34 : lame + 36], "big") == crc16(info[: lame + 34])
    read = MP3(tmp_path / "out.mp3").info
    assert (read.sketchy, read.bitrate_mode, read.channels) == (False, BitrateMode.CBR, channels)
    assert read.length == pytest.approx(mastered.duration_s, abs=1e-4)
    assert measure(tmp_path / "out.mp3").length_samples == mastered.length_samples


def test_a_stereo_episode_pans_a_voice_and_lands_on_target(tmp_path: Path) -> None:
    episode = talk(6, pan=0.3)
    episode.channels = 2
    episode.master(tmp_path, bitrate_kbps=128)
    lands_where_promised(tmp_path / "out.mp3")
    assert episode.events.warnings == []


def test_voices_are_brought_to_one_level(tmp_path: Path) -> None:
    episode = Episode()
    for turn in range(6):
        episode.say(4, turn, level=0.1, voice="narrator").say(2, 50 + turn, level=0.02, voice="guest")
    mastered = episode.master(tmp_path)
    levels = [voice.lufs + voice.trim_db for voice in mastered.voices if voice.lufs is not None]
    assert abs(levels[0] - levels[1]) <= 0.5
    assert {voice.voice: voice.trim_db > 0 for voice in mastered.voices} == {"narrator": False, "guest": True}
    lands_where_promised(tmp_path / "out.mp3")


# --------------------------------------------------------------------------------------------- refusals


def refused(tmp_path: Path, timeline: Timeline, episode: Episode, encoding: Encoding | None = None) -> StudioError:
    with pytest.raises(StudioError) as caught:
        master(
            timeline,
            episode.load,
            loudness=Loudness(),
            encoding=encoding or Encoding(),
            cache=tmp_path / "cache",
            output=tmp_path / "out.mp3",
        )
    return caught.value


def test_what_cannot_be_made_is_refused_in_one_sentence(tmp_path: Path) -> None:
    episode = talk(1)
    timeline = episode.timeline()
    assert refused(tmp_path, Timeline(44_100, 1, 0, ()), episode).code == "empty-episode"
    assert refused(tmp_path, replace(timeline, rate_hz=48_000), episode).code == "rate"
    assert refused(tmp_path, timeline, episode, Encoding(channels=2)).code == "channels"
    assert refused(tmp_path, timeline, episode, Encoding(bitrate_kbps=100)).code == "bitrate"
    short = replace(timeline, clips=(replace(timeline.clips[0], length_samples=FRAME_SAMPLES),))
    assert refused(tmp_path, short, episode).code == "slot-too-short"


def test_samples_that_are_not_numbers_are_refused(tmp_path: Path) -> None:
    episode = talk(1)
    next(iter(episode.sounds.values()))[0][100] = np.nan
    assert refused(tmp_path, episode.timeline(), episode).code == "bad-samples"


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    episode = talk(1)
    error = refused(tmp_path, episode.timeline(), episode)
    assert error.code.startswith("cache-")
    assert "cache" in str(error.where)


def test_a_take_that_starts_and_ends_loud_does_not_click() -> None:
    tone = np.cos(2 * np.pi * 200 * np.arange(22_050) / 22_050).astype(np.float32)
    pcm, _ = mix([ClipPart("tone", 1000, 45_100)], [], 50_000, Library(lambda _: (tone, 22_050), 1))
    assert np.abs(pcm[0, 1000]) < 0.001
    assert np.abs(np.diff(pcm[0])).max() < 0.05


def test_slots_are_whole_frames_long_enough_for_the_sound() -> None:
    for length, rate_hz in [(1, 16_000), (22_050, 22_050), (100_001, 48_000)]:
        slot = slot_samples(length, rate_hz, 0.35)
        assert slot % FRAME_SAMPLES == 0
        assert 0 <= slot - length * 44_100 / rate_hz - 0.35 * 44_100 < FRAME_SAMPLES + 1


def test_a_cut_between_sentences_leaves_no_trace(tmp_path: Path) -> None:
    """Decoded around a joint, the stream is as near to what was encoded as a single encode is."""
    episode = talk(14)
    mastered = episode.master(tmp_path)
    timeline = episode.timeline()
    joined, _ = soundfile.read(tmp_path / "out.mp3", dtype="float32")
    sounds = []
    for clip in timeline.clips:
        length = 2 * len(episode.sounds[clip.key][0])  # 22.05 kHz takes double
        sounds.append(ClipPart(clip.key, clip.start_samples, clip.start_samples + length, mastered.gain_db))
    pcm, _ = mix(sounds, [], timeline.length_samples, Library(episode.load, 1))
    (tmp_path / "single.mp3").write_bytes(lame.encode(pcm, 96, 22_050)[0])
    single, _ = soundfile.read(tmp_path / "single.mp3", dtype="float32")
    single = single[DECODER_DELAY_SAMPLES:][: len(joined)]
    cuts = cut([(c.key, c.start_samples) for c in timeline.clips])[1:]
    assert len(cuts) == mastered.chunks_made - 1 > 2

    def errors(decoded: Floats) -> Floats:
        """Greatest difference from what was encoded, in each whole frame."""
        frames = len(decoded) // FRAME_SAMPLES
        difference = np.abs(decoded - pcm[0])[: frames * FRAME_SAMPLES]
        return difference.reshape(frames, FRAME_SAMPLES).max(1)

    ours, usual = errors(joined), errors(single)
    assert max(ours[at - 2 : at + 3].max() for at in cuts) < 1.5 * usual.max()
    assert np.mean([ours[at - 2 : at + 3] for at in cuts]) < 1.1 * np.mean([usual[at - 2 : at + 3] for at in cuts])
    assert max(np.abs(joined - single)[(at - 1) * FRAME_SAMPLES :][:576].max() for at in cuts) < 10 ** (-60 / 20)
    assert float(np.abs(joined[:44_100]).max()) > 0.1  # and it is the same piece, not silence
