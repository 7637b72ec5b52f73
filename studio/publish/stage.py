"""What lies beside an episode in the feed folder, made ready in a transaction."""

from __future__ import annotations

import datetime
import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.episode.artwork import make_artwork, scaled_jpeg
from studio.episode.chapters import chapters_json
from studio.episode.release import Release
from studio.feed import rss
from studio.feed.ledger import STATE
from studio.feed.pages import PageArt, episode_page, peaks_of, static_files
from studio.feed.pictures import read_picture
from studio.feed.site import integrity
from studio.feed.transcripts import srt, transcript_json
from studio.kit.errors import ConfigurationError, StudioError
from studio.model.script import Episode
from studio.model.show import Show
from studio.model.timeline import Chapter
from studio.publish.transaction import Transaction

PICTURE_PX = 600
ICON_PX = 64

FORMATS = {
    "opus": ("audio/ogg", 48, "Opus", ("-c:a", "libopus", "-b:a", "48k", "-application", "voip")),
    "m4a": ("audio/mp4", 80, "AAC", ("-c:a", "aac", "-b:a", "80k", "-movflags", "+faststart")),
}
"""Other formats by extension: media type, kbit/s, name, and ffmpeg's options."""


@dataclass(frozen=True, slots=True)
class SharedArt:
    """Pictures that all episodes share, by path in the feed folder; pillars by id."""

    page: PageArt
    pillars: dict[str, str]


def shared_files(changes: Transaction, show: Show) -> SharedArt:
    """Stage covers, pillar pictures, scripts and styles; their names carry a hash, so new art has a new address."""
    cache = changes.folder / STATE / "art"
    cover = show.artwork.read_bytes()
    suffix = "jpg" if read_picture(cover).format == "jpeg" else "png"
    pillars = make_artwork(show, cache, cover_px=PICTURE_PX, pillar_px=PICTURE_PX).pillars
    page = PageArt(
        cover=_stage_art(changes, "cover", cover, suffix),
        small=_stage_art(changes, "cover-small", scaled_jpeg(show.artwork, PICTURE_PX, cache=cache)),
        icon=_stage_art(changes, "icon", scaled_jpeg(show.artwork, ICON_PX, cache=cache)),
    )
    for path, data in static_files().values():
        changes.write(path, data)
    return SharedArt(page, {name: _stage_art(changes, f"pillar-{name}", data) for name, data in pillars.items()})


def stage_episode(
    changes: Transaction,
    release: Release,
    show: Show,
    art: SharedArt,
    *,
    guid: str,
    published: datetime.datetime,
    also: Sequence[str],
) -> rss.Placement:
    """Stage everything of one episode but the MP3, which is to come last, next to the feed that tells its length."""
    folder = f"episodes/{release.slug}"
    stem = f"{folder}/{release.slug}"
    alternates = tuple(_stage_alternate(changes, release, stem, extension) for extension in also)
    audio = rss.Enclosure(
        f"{stem}.mp3",
        "audio/mpeg",
        release.mp3.stat().st_size,
        integrity(release.mp3),
        release.bitrate_kbps * 1000,
    )
    placement = rss.Placement(guid, published, audio, alternates, art.pillars, art.page.cover)
    base = rss.base_url(show)
    chapters = chapters_json(
        [Chapter(c.start_ms, c.end_ms, c.title, c.pillar, link=c.link) for c in release.chapters],
        Episode(release.slug, release.title),
        show,
        1000,  # these chapters count milliseconds
        file_name=f"{release.slug}.mp3",
        images={pillar: base + path for pillar, path in art.pillars.items()},
    )
    changes.write(f"{stem}.chapters.json", chapters.encode())
    changes.copy(f"{stem}.vtt", release.folder / "transcript.vtt")
    changes.write(f"{stem}.srt", srt(release.cues).encode())
    changes.write(f"{stem}.transcript.json", transcript_json(release.cues).encode())
    peaks = _peaks(changes, release, stem)
    changes.write(f"{stem}.peaks.json", json.dumps(peaks, separators=(",", ":")).encode())
    downloads = [("MP3", f"{release.slug}.mp3")]
    downloads += [(enclosure.title, enclosure.path.rsplit("/", 1)[-1]) for enclosure in alternates]
    downloads += [("Transcript (VTT)", f"{release.slug}.vtt"), ("Transcript (SRT)", f"{release.slug}.srt")]
    page = episode_page(release, placement, show, art.page, peaks=peaks, downloads=downloads)
    changes.write(f"{folder}/index.html", page)
    return placement


def stale_alternates(changes: Transaction, slug: str, also: Sequence[str]) -> list[str]:
    """Other formats that were published before and are not wanted any more."""
    paths = (f"episodes/{slug}/{slug}.{extension}" for extension in FORMATS if extension not in also)
    return [path for path in paths if (changes.folder / path).is_file()]


def check_formats(also: Sequence[str]) -> None:
    """Refuse formats that cannot be made."""
    for extension in also:
        if extension not in FORMATS:
            raise ConfigurationError(
                "unknown-format", f"there is no format `{extension}`", hint=f"Choose from {', '.join(FORMATS)}."
            )


def is_published_audio(folder: Path, release: Release) -> bool:
    """Whether the feed folder already holds this very MP3 (by its hash in the manifest)."""
    published = folder / "episodes" / release.slug / f"{release.slug}.mp3"
    if not published.is_file() or published.stat().st_size != release.mp3.stat().st_size:
        return False
    with published.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    built: dict[str, object] = release.manifest["files"].get(release.mp3.name, {})
    return digest == built.get("sha256")


def _peaks(changes: Transaction, release: Release, stem: str) -> list[int]:
    if noted := release.manifest["audio"].get("waveform"):
        return [int(value) for value in noted]
    kept = changes.folder / f"{stem}.peaks.json"
    if kept.is_file() and is_published_audio(changes.folder, release):
        try:
            return [int(value) for value in json.loads(kept.read_text())]
        except (ValueError, TypeError):
            pass  # damaged: made again
    return peaks_of(release.mp3)


def _stage_art(changes: Transaction, name: str, data: bytes, suffix: str = "jpg") -> str:
    path = f"art/{name}-{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"
    changes.write(path, data)
    return path


def _stage_alternate(changes: Transaction, release: Release, stem: str, extension: str) -> rss.Enclosure:
    media_type, kbps, title, options = FORMATS[extension]
    path = f"{stem}.{extension}"
    made = changes.folder / path
    if not (made.is_file() and is_published_audio(changes.folder, release)):
        made = changes.scratch(f"{release.slug}.{extension}")
        _transcode(release.mp3, made, options)
        changes.copy(path, made)
    return rss.Enclosure(path, media_type, made.stat().st_size, integrity(made), kbps * 1000, title)


def _transcode(source: Path, target: Path, options: Sequence[str]) -> None:
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    command += ["-i", str(source), "-map", "0:a:0", "-map_chapters", "0", *options]
    command += ["-fflags", "+bitexact", "-flags:a", "+bitexact", str(target)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise StudioError("transcode-failed", f"ffmpeg: {said[-1] if said else 'failed'}", where=str(source))
