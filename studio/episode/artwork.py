"""Pictures for tags and pages: the cover made small, and one picture per pillar.

Scaling is ffmpeg's (from its wheel), so nothing else is needed at run time; results are kept by content, sealed.
"""

from __future__ import annotations

import hashlib
import logging
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.episode.cover import draw_cover
from studio.kit import inputs
from studio.kit.errors import StudioError
from studio.kit.files import unreadable, write_atomically
from studio.kit.sealed import Form, read_entry, seal
from studio.model.show import Pillar, Show

COVER_PX = 600
PILLAR_PX = 240
PICTURE_BYTES = 90_000
"""Upper bound for one picture, so that a tag stays under 300 kB."""

_KIND = "studio-picture 1"
FORM = Form("pictures", re.compile(r"artwork/[0-9a-f]{32}"))
#: More would take gigabytes to decode, however small the file.
MOST_PIXELS = 64_000_000
#: Nothing that is not the picture itself: no play list, no file that it names, none of the size of a poster.
_PICTURES_ONLY = (
    "-protocol_whitelist", "pipe", "-max_pixels", str(MOST_PIXELS), "-format_whitelist",
    "bmp_pipe,gif,gif_pipe,image2pipe,jpeg_pipe,jpegls_pipe,png_pipe,tiff_pipe,webp_pipe",
)  # fmt: skip
#: What ffmpeg says, only as a warning, of a picture whose end is missing.
_CUT_SHORT = re.compile(r"\b(?:overread|EOI missing)\b")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Artwork:
    """JPEG bytes: the cover and a picture for each pillar's id."""

    cover: bytes
    pillars: Mapping[str, bytes] = field(default_factory=dict)


def make_artwork(
    show: Show,
    cache: Path | None = None,
    *,
    cover_px: int = COVER_PX,
    pillar_px: int = PILLAR_PX,
    warn: Callable[[str], None] = log.warning,
) -> Artwork:
    """The show's pictures, square and small.

    A pillar's own picture is ``pillar-<id>.jpg`` or ``.png`` beside the cover; where there is none, it is the cover
    with a band in the pillar's colour. A show without a cover gets a drawn one.

    Args:
        show: names the cover and the pillars.
        cache: folder in which made pictures are kept; None keeps none.
        cover_px, pillar_px: length of an edge in pixels.
        warn: told of entries of the cache that were damaged and are made again.

    Raises:
        StudioError: ``unreadable`` or ``bad-artwork``, naming the file.
    """
    drawn = None if show.artwork else draw_cover(show.title, cover_px)

    def cover(edge_px: int, filters: str = "") -> bytes:
        source = drawn or read_artwork(show.artwork)
        return _jpeg(source, str(show.artwork), edge_px, filters=filters, cache=cache, warn=warn)

    return Artwork(
        cover(cover_px),
        {
            pillar.id: _own_picture(pillar, show, pillar_px, cache, warn) or cover(pillar_px, _band(pillar))
            for pillar in show.pillars
        },
    )


def read_artwork(path: Path | None) -> bytes:
    """A picture's file, noted as an input.

    Raises:
        StudioError: ``unreadable``; ``no-artwork`` for None.
    """
    if path is None:
        raise StudioError(
            "no-artwork", "the show has no cover", hint="Name a PNG or JPEG as `artwork:` in studio.yaml."
        )
    try:
        return inputs.read_bytes(path)
    except OSError as error:
        raise unreadable(error, path, "Name an existing PNG or JPEG under `artwork:` in studio.yaml.") from error


def scaled_jpeg(
    path: Path | None,
    edge_px: int,
    *,
    cache: Path | None = None,
    warn: Callable[[str], None] = log.warning,
) -> bytes:
    """A picture file as a square JPEG, cropped to its middle.

    Args:
        path: of the picture, of any kind that ffmpeg reads.
        edge_px: length of an edge in pixels.
        cache, warn: as for :func:`make_artwork`.

    Raises:
        StudioError: ``unreadable``, ``no-artwork`` or ``bad-artwork``.
    """
    return _jpeg(read_artwork(path), str(path), edge_px, cache=cache, warn=warn)


def _jpeg(
    source: bytes, where: str, edge_px: int, *, filters: str = "", cache: Path | None, warn: Callable[[str], None]
) -> bytes:
    """A picture made small, from the cache where it was made before; ``filters`` each have a comma in front."""
    graph = (
        f"crop='min(iw,ih)':'min(iw,ih)',scale={edge_px}:{edge_px}:flags=lanczos+accurate_rnd{filters},format=yuvj420p"
    )
    kept = None if cache is None else cache / _digest(source, graph)
    entry = None if kept is None else read_entry(_KIND, kept, warn)
    if entry is not None:
        return bytes(entry)
    made = _encode(source, graph, where)
    if kept is not None:
        write_atomically(kept, seal(_KIND, made))
    return made


def _own_picture(
    pillar: Pillar, show: Show, edge_px: int, cache: Path | None, warn: Callable[[str], None]
) -> bytes | None:
    if show.artwork is None:
        return None
    for suffix in (".jpg", ".png"):
        own = show.artwork.parent / f"pillar-{pillar.id}{suffix}"
        if inputs.is_file(own):
            return scaled_jpeg(own, edge_px, cache=cache, warn=warn)
    return None


def _band(pillar: Pillar) -> str:
    colour = pillar.colour.lstrip("#") if re.fullmatch(r"#[0-9a-fA-F]{6}", pillar.colour) else "888888"
    return f",drawbox=y=ih*5/6:h=ih/6:c=0x{colour}:t=fill"


def _encode(source: bytes, graph: str, where: str) -> bytes:
    import imageio_ffmpeg

    for quality in (3, 5, 8, 13, 20, 31):
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-loglevel", "warning", "-threads", "1"]
        # By pipe, since ffmpeg takes some file names for the pattern of a sequence of pictures.
        command += [*_PICTURES_ONLY, "-i", "pipe:", "-frames:v", "1", "-vf", graph, "-map_metadata", "-1", "-bitexact"]
        command += ["-c:v", "mjpeg", "-q:v", str(quality), "-f", "image2pipe", "-"]
        done = subprocess.run(command, input=source, capture_output=True, check=False)
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if done.returncode or not done.stdout:
            raise StudioError(
                "bad-artwork",
                f"the picture cannot be decoded{': ' + said[0].rpartition('] ')[2] if said else ''}",
                where=where,
                hint="Save it again as PNG or JPEG.",
            )
        if any(map(_CUT_SHORT.search, said)):
            raise StudioError(
                "bad-artwork",
                "the picture is cut short: its end is missing",
                where=where,
                hint="Copy it again, or save it again as PNG or JPEG.",
            )
        if len(done.stdout) <= PICTURE_BYTES:
            break
    return done.stdout


def _digest(source: bytes, graph: str) -> str:
    return hashlib.sha256(b"\0".join([str(PICTURE_BYTES).encode(), graph.encode(), source])).hexdigest()[:32]
