"""Pictures: by their bytes and not their names, whole or refused, and healed in the cache."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample

from studio.episode.artwork import make_artwork, scaled_jpeg
from studio.kit import inputs
from studio.kit.errors import StudioError


def _draw(colour: str, suffix: str = "jpg", edge_px: int = 300) -> bytes:
    source = f"color=c={colour}:s={edge_px}x{edge_px}:d=1:r=1,noise=alls=20:all_seed=1"
    kind = {"jpg": "mjpeg", "png": "png"}[suffix]
    command = [sample.FFMPEG, "-loglevel", "error", "-f", "lavfi", "-i", source, "-frames:v", "1"]
    done = subprocess.run([*command, "-c:v", kind, "-f", "image2pipe", "-"], check=True, capture_output=True)
    return done.stdout


def _colour(jpeg: bytes) -> tuple[int, ...]:
    command = [sample.FFMPEG, "-loglevel", "error", "-i", "pipe:", "-vf", "scale=1:1", "-pix_fmt", "rgb24"]
    done = subprocess.run([*command, "-f", "rawvideo", "-"], input=jpeg, check=True, capture_output=True)
    return tuple(done.stdout)


def test_a_name_that_looks_like_a_pattern_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "cover%03d.jpg").write_bytes(_draw("blue"))
    (tmp_path / "cover001.jpg").write_bytes(_draw("red"))
    red, _, blue = _colour(scaled_jpeg(tmp_path / "cover%03d.jpg", 64))
    assert blue > 150 > red


@pytest.mark.parametrize("suffix", ["jpg", "png"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.98])
def test_a_picture_that_was_cut_short_is_refused_by_name(tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"cover.{suffix}"
    whole = _draw("teal", suffix)
    path.write_bytes(whole)
    assert scaled_jpeg(path, 64).startswith(b"\xff\xd8")
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(StudioError) as caught:
        scaled_jpeg(path, 64)
    assert caught.value.code == "bad-artwork"
    assert caught.value.where == str(path)


def test_a_flipped_bit_in_the_cache_is_named_and_the_picture_made_again(tmp_path: Path) -> None:
    show, cache, said = sample.show(tmp_path), tmp_path / "cache", []
    made = make_artwork(show, cache)
    for kept in cache.iterdir():
        data = bytearray(kept.read_bytes())
        data[len(data) // 2] ^= 4
        kept.write_bytes(data)
    assert make_artwork(show, cache, warn=said.append) == made
    assert len(said) == 1 + len(show.pillars)
    assert all("damaged cache entry" in message for message in said)
    assert make_artwork(show, cache, warn=said.append) == made
    assert len(said) == 1 + len(show.pillars)


def test_a_missing_picture_is_told_as_missing(tmp_path: Path) -> None:
    show = replace(sample.show(tmp_path), artwork=tmp_path / "none.png")
    with pytest.raises(StudioError) as caught:
        make_artwork(show)
    assert str(caught.value) == f"{tmp_path / 'none.png'}: there is no such file"
    assert "studio.yaml" in str(caught.value.hint)


def test_the_record_notices_a_pillar_s_picture_that_comes_and_a_cover_that_changes(tmp_path: Path) -> None:
    show = sample.show(tmp_path)
    with inputs.recording() as record:
        make_artwork(show, tmp_path / "cache")
    assert list(record.changes()) == []
    own = show.artwork.parent / "pillar-zoom.png"
    own.write_bytes(_draw("white", "png"))
    assert list(record.changes()) == [f"{own} is new"]
    own.unlink()
    show.artwork.write_bytes(_draw("white"))
    assert list(record.changes()) == [f"{show.artwork} changed"]
