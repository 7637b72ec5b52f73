"""Sounds that are not what they should be are refused by name, and before they fill the memory."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from studio.audio import Assets
from studio.audio.assets import LONGEST_S
from studio.kit import inputs
from studio.kit.errors import StudioError

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def _make(path: Path, source: str = "sine=f=440:d=4") -> Path:
    command = [FFMPEG, "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", source, str(path)]
    subprocess.run(command, check=True)
    return path


def _refused(path: Path) -> StudioError:
    with pytest.raises(StudioError) as caught:
        Assets(path.parent / "cache").prepare(path)
    assert caught.value.where == str(path)
    return caught.value


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "aiff", "m4a"])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_a_sound_that_was_cut_short_is_refused(tmp_path: Path, suffix: str, share: float) -> None:
    path = _make(tmp_path / f"theme.{suffix}")
    assert Assets(tmp_path / "cache").prepare(path).length_samples == pytest.approx(4 * 44_100, abs=5_000)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share) & ~7])
    assert _refused(path).code in ("asset-damaged", "ffmpeg")


def test_a_wav_that_was_written_to_a_pipe_is_whole_although_it_does_not_know_its_length(tmp_path: Path) -> None:
    command = [FFMPEG, "-loglevel", "error", "-f", "lavfi", "-i", "sine=f=440:d=4", "-f", "wav", "-"]
    path = tmp_path / "piped.wav"
    path.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    assert path.read_bytes()[4:8] == b"\xff\xff\xff\xff"
    assert Assets(tmp_path / "cache").prepare(path).length_samples == pytest.approx(4 * 44_100, abs=100)


def test_ten_hours_in_a_small_file_are_refused_without_decoding_them(tmp_path: Path) -> None:
    path = _make(tmp_path / "bomb.flac", f"anullsrc=r=1000:cl=mono:d={20 * LONGEST_S}")
    told = _refused(path)
    assert told.code == "asset-too-long"
    assert "longer than 30 minutes" in told.message


def test_a_file_that_cannot_be_read_is_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "loop.wav").symlink_to("loop.wav")
    told = _refused(tmp_path / "loop.wav")
    assert told.code == "unreadable"
    assert "cannot read this file" in told.message


def test_a_sound_is_noted_as_an_input(tmp_path: Path) -> None:
    path = _make(tmp_path / "theme.wav")
    with inputs.recording() as record:
        Assets(tmp_path / "cache").prepare(path)
    assert list(record.changes()) == []
    _make(path, "sine=f=880:d=4")
    assert list(record.changes()) == [f"{path} changed"]
