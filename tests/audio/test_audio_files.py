"""Files in and out: assets of any format, other outputs than MP3, and the encoder that is not LAME's library."""

from __future__ import annotations

import re
import subprocess
import wave
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
import soundfile
from audio_material import Floats, speech, talk

from studio.audio import Assets, Format, export, lame, measure, write_wav
from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.model.show import Loudness
from studio.model.timeline import Chapter

RATE_HZ = 44_100


def ffmpeg(*arguments: object) -> str:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def sting(seconds: float = 1.0, rate_hz: int = RATE_HZ) -> Floats:
    """A tone between two silences of half a second."""
    silence = np.zeros(rate_hz // 2, np.float32)
    tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate_hz)) / rate_hz)
    return np.concatenate([silence, tone.astype(np.float32), silence])


# --------------------------------------------------------------------------------------------- assets


@pytest.mark.parametrize("suffix", ["flac", "ogg", "mp3", "wav", "m4a"])
@pytest.mark.parametrize(("rate_hz", "channels"), [(22_050, 1), (48_000, 2)])
def test_a_sound_of_any_format_is_made_ready(tmp_path: Path, suffix: str, rate_hz: int, channels: int) -> None:
    source, path = tmp_path / "source.wav", tmp_path / f"sting.{suffix}"
    soundfile.write(source, np.tile(sting(rate_hz=rate_hz)[:, None], channels), rate_hz)
    ffmpeg("-i", source, "-y", path)
    assets = Assets(tmp_path / "cache")
    ready = assets.prepare(path)
    samples, rate = assets.load(ready.key)
    assert rate == ready.rate_hz == RATE_HZ
    assert samples.shape == (ready.length_samples, 2)
    assert ready.length_samples / RATE_HZ == pytest.approx(1.0, abs=0.08)
    assert np.abs(samples).max() == pytest.approx(10 ** (-1 / 20), abs=0.01)


def test_a_loop_keeps_its_length_and_a_fade_fades(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "bed.flac", sting(), RATE_HZ)
    assets = Assets(tmp_path / "cache")
    assert assets.prepare(tmp_path / "bed.flac", trim=False).length_samples == 2 * RATE_HZ
    faded, _ = assets.load(assets.prepare(tmp_path / "bed.flac", fade_in_s=0.5, fade_out_s=0.3).key)
    assert np.abs(faded[:2000]).max() < 0.1
    assert np.abs(faded[-2000:]).max() < 0.15


def test_an_asset_is_made_ready_once_and_again_when_its_entry_is_corrupt(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "one.wav", sting(), RATE_HZ)
    soundfile.write(tmp_path / "copy.wav", sting(), RATE_HZ)
    first = Assets(tmp_path / "cache").prepare(tmp_path / "one.wav")
    entries = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assets = Assets(tmp_path / "cache")
    assert assets.prepare(tmp_path / "copy.wav") == first
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == entries
    entries[0].write_bytes(entries[0].read_bytes()[:1000])
    events = Events()
    assert Assets(tmp_path / "cache", events).prepare(tmp_path / "one.wav") == first
    assert str(entries[0]) in events.warnings[0]


def test_what_is_no_sound_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("not a sound")
    soundfile.write(tmp_path / "silence.wav", np.zeros(9000, np.float32), RATE_HZ)
    for name, code in (("missing.wav", "asset-missing"), ("text.wav", "ffmpeg"), ("silence.wav", "asset-silent")):
        with pytest.raises(StudioError) as caught:
            Assets(tmp_path / "cache").prepare(tmp_path / name)
        assert caught.value.code == code
        assert name in str(caught.value.where)


def test_a_stinger_stands_between_sentences_at_the_level_asked_for(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "sting.wav", 0.01 * sting(3.0), RATE_HZ)
    assets = Assets(tmp_path / "cache")
    ready = assets.prepare(tmp_path / "sting.wav", fade_out_s=0.2)
    episode = talk(2, voice="host")
    episode.sounds[ready.key] = assets.load(ready.key)
    episode.put(ready.key, voice="asset:sting", gain_db=-3.0).say(3.0, 9, voice="host")
    episode.master(tmp_path)
    clip = episode.timeline().clips[2]
    assert clip.key == ready.key
    decoded, _ = soundfile.read(tmp_path / "out.mp3")
    soundfile.write(tmp_path / "part.wav", decoded[clip.start_samples : clip.start_samples + 3 * RATE_HZ], RATE_HZ)
    assert measure(tmp_path / "part.wav").integrated_lufs == pytest.approx(-19, abs=1.5)
    assert measure(tmp_path / "out.mp3").integrated_lufs == pytest.approx(-16, abs=0.2)
    assert episode.events.warnings == []


# --------------------------------------------------------------------------------------------- other outputs


@pytest.mark.parametrize("kind", list(Format))
def test_other_formats_have_the_length_loudness_and_chapters(tmp_path: Path, kind: Format) -> None:
    episode = talk(3)
    timeline = episode.timeline()
    middle, end = timeline.clips[1].start_samples, timeline.length_samples
    chapters = (Chapter(0, middle, "One; two = three"), Chapter(middle, end, "Zwei"))
    path = tmp_path / f"episode.{kind}"
    contents = []
    for jobs in (1, 3):
        export(
            timeline,
            episode.load,
            loudness=Loudness(),
            cache=tmp_path / "cache",
            output=path,
            kind=kind,
            chapters=chapters,
            title="A title",
            jobs=jobs,
        )
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]
    measured = measure(path)
    assert measured.integrated_lufs == pytest.approx(-16, abs=0.3)
    assert measured.duration_s == pytest.approx(end / RATE_HZ, abs=0.03)
    if kind in (Format.FLAC, Format.WAV):
        assert measured.length_samples == end
    said = ffmpeg("-i", path)
    assert "A title" in said
    if kind in (Format.OPUS, Format.M4A):
        assert "One; two = three" in said
        starts = [float(start) for start in re.findall(r"Chapter #0:\d+: start ([\d.]+)", said)]
        assert starts == pytest.approx([0, middle / RATE_HZ], abs=0.03)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["cache", path.name]


def test_a_failed_output_leaves_nothing_behind(tmp_path: Path) -> None:
    episode = talk(1)
    target = tmp_path / "nowhere" / "episode.flac"
    with pytest.raises(StudioError):
        export(
            episode.timeline(),
            episode.load,
            loudness=Loudness(),
            cache=tmp_path / "cache",
            output=target,
            kind=Format.FLAC,
        )
    assert not target.parent.exists()


def test_a_preview_is_the_take(tmp_path: Path) -> None:
    samples = np.concatenate([speech(1.0, 3), np.array([2.0, -2.0], np.float32)])
    write_wav(tmp_path / "take.wav", samples, 22_050)
    with wave.open(str(tmp_path / "take.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (22_050, 1, len(samples))
    written, _ = soundfile.read(tmp_path / "take.wav", dtype="float32")
    assert np.abs(written[:-2] - samples[:-2]).max() < 1e-4
    assert list(written[-2:]) == pytest.approx([1.0, -1.0], abs=1e-3)
    with pytest.raises(StudioError):
        write_wav(tmp_path / "nowhere" / "take.wav", samples, 22_050)


# --------------------------------------------------------------------------------------------- without LAME's library


@pytest.mark.parametrize("channels", [1, 2])
def test_without_lame_functions_ffmpeg_encodes_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channels: int
) -> None:
    monkeypatch.setattr(lame, "library", lambda: None)
    episode = talk(8)
    episode.channels = channels
    mastered = episode.master(tmp_path)
    assert mastered.chunks_made > 1
    measured = measure(tmp_path / "out.mp3")
    assert measured.integrated_lufs == pytest.approx(-16, abs=0.2)
    assert measured.length_samples == mastered.length_samples
    assert measured.warnings == ()


def test_what_cannot_be_decoded_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.mp3").write_bytes(b"nothing of the kind")
    for name in ("bad.mp3", "missing.mp3"):
        with pytest.raises(StudioError) as caught:
            measure(tmp_path / name)
        assert name in str(caught.value.where)
