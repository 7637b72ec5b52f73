"""Pictures for tags and pages: the cover made small, and one picture per pillar.

Scaling is ffmpeg's (from its wheel), so nothing else is needed at run time; results are kept by content.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.kit.errors import StudioError
from studio.kit.inputs import is_file, read_bytes
from studio.model.show import Pillar, Show

COVER_PX = 600
PILLAR_PX = 240
PICTURE_BYTES = 90_000
"""Upper bound for one picture, so that a tag stays under 300 kB."""


@dataclass(frozen=True)
class Artwork:
    """JPEG bytes: the cover and a picture for each pillar's id."""

    cover: bytes
    pillars: Mapping[str, bytes] = field(default_factory=dict)


def make_artwork(
    show: Show, cache: Path | None = None, *, cover_px: int = COVER_PX, pillar_px: int = PILLAR_PX
) -> Artwork:
    """The show's pictures, square and small.

    A pillar's own picture is ``pillar-<id>.jpg`` or ``.png`` beside the cover; where there is none, it is the cover
    with a band in the pillar's colour.

    Args:
        show: names the cover and the pillars.
        cache: folder in which made pictures are kept; None keeps none.
        cover_px, pillar_px: length of an edge in pixels.

    Raises:
        StudioError: ``no-artwork`` or ``bad-artwork``, naming the file.
    """
    return Artwork(
        cover=scaled_jpeg(show.artwork, cover_px, cache=cache),
        pillars={pillar.id: _pillar_picture(pillar, show, pillar_px, cache) for pillar in show.pillars},
    )


def scaled_jpeg(path: Path, edge_px: int, *, filters: str = "", cache: Path | None = None) -> bytes:
    """A picture file as a square JPEG with this edge, cropped to its middle."""
    try:
        source = read_bytes(path)
    except OSError as error:
        raise StudioError(
            "no-artwork",
            f"The picture cannot be read: {error.strerror}",
            where=str(path),
            hint="Name an existing PNG or JPEG under `artwork:` in studio.yaml.",
        ) from error
    graph = (
        f"crop='min(iw,ih)':'min(iw,ih)',scale={edge_px}:{edge_px}:flags=lanczos+accurate_rnd{filters},format=yuvj420p"
    )
    kept = None if cache is None else cache / f"{_digest(source, graph)}.jpg"
    if kept is not None and kept.is_file() and (made := kept.read_bytes()).endswith(b"\xff\xd9"):
        return made
    made = _encode(path, graph)
    if kept is not None:
        _keep(kept, made)
    return made


def _pillar_picture(pillar: Pillar, show: Show, edge_px: int, cache: Path | None) -> bytes:
    for suffix in (".jpg", ".png"):
        own = show.artwork.parent / f"pillar-{pillar.id}{suffix}"
        if is_file(own):
            return scaled_jpeg(own, edge_px, cache=cache)
    colour = pillar.colour.lstrip("#") if re.fullmatch(r"#[0-9a-fA-F]{6}", pillar.colour) else "888888"
    return scaled_jpeg(show.artwork, edge_px, filters=f",drawbox=y=ih*5/6:h=ih/6:c=0x{colour}:t=fill", cache=cache)


def _encode(path: Path, graph: str) -> bytes:
    import imageio_ffmpeg

    for quality in (3, 5, 8, 13, 20, 31):
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1"]
        command += ["-i", str(path), "-frames:v", "1", "-vf", graph, "-map_metadata", "-1", "-bitexact"]
        command += ["-c:v", "mjpeg", "-q:v", str(quality), "-f", "image2pipe", "-"]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode or not done.stdout:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise StudioError(
                "bad-artwork",
                f"The picture cannot be decoded{': ' + said[-1] if said else ''}",
                where=str(path),
                hint="Save it again as PNG or JPEG.",
            )
        if len(done.stdout) <= PICTURE_BYTES:
            break
    return done.stdout


def _digest(source: bytes, graph: str) -> str:
    return hashlib.sha256(b"\0".join([str(PICTURE_BYTES).encode(), graph.encode(), source])).hexdigest()[:32]


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(temporary).replace(path)
