"""What lies beside an episode in the feed folder, made ready in a transaction."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from studio.audio.formats import FEED_FORMATS, FORMATS, Format
from studio.episode.artwork import make_artwork, read_artwork, scaled_jpeg
from studio.episode.chapters import chapters_json
from studio.episode.manifest import FileRecord, file_record
from studio.episode.pictures import Picture, read_picture
from studio.episode.release import Release
from studio.feed import rss
from studio.feed.addresses import address
from studio.feed.assets import static_files
from studio.feed.channel import Image
from studio.feed.errata import (
    CORRECTIONS,
    PASSAGES,
    Correction,
    corrections_json,
    errata,
    hashed_name,
    passages_json,
    vtt_with,
)
from studio.feed.media_types import MP3
from studio.feed.pages import PageArt, episode_pages
from studio.feed.state import STATE
from studio.feed.transcripts import srt, transcript_json
from studio.kit.errors import ConfigurationError, StudioError
from studio.model.publishing import FeedImage
from studio.model.script import Episode
from studio.model.show import Show
from studio.model.timeline import Chapter
from studio.publish.transaction import Transaction
from studio.verify.site import integrity

PICTURE_PX = 600
ICON_PX = 64
TOUCH_PX = 180


@dataclass(frozen=True, slots=True)
class SharedArt:
    """Pictures that all episodes share, by path in the feed folder; pillars by id, faces as the show names them."""

    page: PageArt
    pillars: dict[str, str]
    images: tuple[Image, ...] = ()
    faces: dict[str, str] = field(default_factory=dict)


def shared_files(changes: Transaction, show: Show) -> SharedArt:
    """Stage covers, pillar pictures, scripts and styles; their names carry a hash, so new art has a new address."""
    cache = changes.folder / STATE / "art"
    cover = read_artwork(show.artwork)
    suffix = "jpg" if read_picture(cover).format == "jpeg" else "png"
    pillars = make_artwork(show, cache, cover_px=PICTURE_PX, pillar_px=PICTURE_PX).pillars
    page = PageArt(
        cover=_stage_art(changes, "cover", cover, suffix),
        small=_stage_art(changes, "cover-small", scaled_jpeg(show.artwork, PICTURE_PX, cache=cache)),
        icon=_stage_art(changes, "icon", scaled_jpeg(show.artwork, ICON_PX, cache=cache)),
        touch=_stage_art(changes, "touch", scaled_jpeg(show.artwork, TOUCH_PX, cache=cache)),
    )
    for path, data in static_files().values():
        changes.write(path, data)
    pillar_art = {name: _stage_art(changes, f"pillar-{name}", data) for name, data in pillars.items()}
    files = {person.picture for person in show.people if person.picture and "://" not in person.picture}
    faces = {name: _stage_picture(changes, "person", show.root / name)[0] for name in sorted(files)}
    return SharedArt(page, pillar_art, tuple(_image(changes, one) for one in show.feed.images), faces)


def _image(changes: Transaction, image: FeedImage) -> Image:
    path, picture = _stage_picture(changes, "image", image.file)
    return Image(path, picture.width_px, picture.height_px, image.purpose, image.alt)


def _stage_picture(changes: Transaction, name: str, file: Path) -> tuple[str, Picture]:
    data = read_artwork(file)
    picture = read_picture(data)
    if picture.format not in ("jpeg", "png"):
        raise StudioError("bad-picture", "this is no JPEG or PNG", where=str(file), hint="Save it as one of them.")
    return _stage_art(changes, name, data, "jpg" if picture.format == "jpeg" else "png"), picture


def stage_episode(
    changes: Transaction,
    release: Release,
    show: Show,
    art: SharedArt,
    *,
    guid: str,
    published: datetime.datetime,
    audio: rss.Enclosure,
    also: Sequence[Format],
    pages: dict[str, bytes],
    corrections: tuple[Correction, ...] = (),
    records: Sequence[Mapping[str, Any]] = (),
) -> rss.Placement:
    """Stage all of one episode but its page, and the MP3 that comes last, next to the feed that tells its length.

    Args:
        changes: the transaction.
        release: the build.
        show: its show.
        art: pictures that are staged already.
        guid: lasting identity.
        published: date, with zone.
        audio: where the MP3 is to be; where a hash is in its name, there is one in those of other formats.
        also: further formats, all of which the build has.
        pages: to which its page is added, by path; it is staged when its neighbours are known.
        corrections: in order, and a record of each in ``records``.
    """
    folder = f"episodes/{release.slug}"
    stem = f"{folder}/{release.slug}"
    is_hashed = audio.path != f"{stem}.mp3"
    alternates = tuple(_stage_alternate(changes, release, kind, is_hashed=is_hashed) for kind in also)
    audio_name = audio.path.rpartition("/")[2]
    files = {named: f"{folder}/{name}" for named, name in release.pictures.items()}
    for name in sorted(set(release.pictures.values())):
        copy_built(changes, f"{folder}/{name}", release, name)
    page_art = art.page
    if release.artwork:
        cache = changes.folder / STATE / "art"
        small = scaled_jpeg(release.folder / release.artwork, PICTURE_PX, cache=cache)
        page_art = replace(page_art, cover=f"{folder}/{release.artwork}", small=f"{folder}/cover-small.jpg")
        changes.write(page_art.small, small)
    placement = rss.Placement(guid, published, audio, alternates, art.pillars, page_art.cover, files, corrections)
    chapters = chapters_json(
        [Chapter(c.start_ms, c.end_ms, c.title, c.pillar, link=c.link) for c in release.chapters],
        Episode(release.slug, release.title),
        show,
        1000,  # these chapters count milliseconds
        file_name=audio_name,
        images={pillar: address(show, path) for pillar, path in art.pillars.items()},
    )
    changes.write(f"{stem}.chapters.json", chapters.encode())
    _stage_transcripts(changes, release, stem, errata(corrections, show.feed_language))
    changes.write(f"{stem}.{PASSAGES}", passages_json(release.passages).encode())
    if corrections:
        changes.write(f"{stem}.{CORRECTIONS}", corrections_json(guid, records).encode())
    changes.write(f"{stem}.peaks.json", json.dumps(release.waveform, separators=(",", ":")).encode())
    downloads = [("MP3", audio_name)]
    downloads += [(enclosure.title, enclosure.path.rsplit("/", 1)[-1]) for enclosure in alternates]
    downloads += [("Transcript (VTT)", f"{release.slug}.vtt"), ("Transcript (SRT)", f"{release.slug}.srt")]
    made = episode_pages(release, placement, show, page_art, peaks=release.waveform, downloads=downloads)
    pages[f"{folder}/index.html"] = made.pop("index.html")
    for name, data in made.items():
        changes.write(f"{folder}/{name}", data)
    return placement


def _stage_transcripts(changes: Transaction, release: Release, stem: str, lines: Sequence[str]) -> None:
    """The three forms; what was corrected stands in those that have a place for it (SubRip has none)."""
    name = "transcript.vtt"
    if lines:
        built = read_built(release, name).decode()
        changes.write(f"{stem}.vtt", vtt_with(built, lines).encode())
    else:
        copy_built(changes, f"{stem}.vtt", release, name)
    changes.write(f"{stem}.srt", srt(release.cues).encode())
    changes.write(f"{stem}.transcript.json", transcript_json(release.cues, lines).encode())


def sound(release: Release, *, is_hashed: bool) -> rss.Enclosure:
    """The MP3 of a build, and where it is to be: under its own name, or one with a hash of what is in it."""
    name, record = release.mp3.name, release.files[release.mp3.name]
    path = f"episodes/{release.slug}/{hashed_name(name, record.sha256) if is_hashed else name}"
    return rss.Enclosure(path, MP3, record.bytes, integrity(release.mp3), release.bitrate_kbps * 1000)


def copy_built(changes: Transaction, path: str, release: Release, name: str) -> None:
    """Stage a file of a build, unless a render has put another in its place since the build was read.

    Raises:
        StudioError: ``build-changed``.
    """
    copied = changes.copy(path, release.folder / name)
    if file_record(copied) != release.files.get(name):
        raise _build_changed(release, name)


def read_built(release: Release, name: str) -> bytes:
    """The content of a file of a build.

    Raises:
        StudioError: ``build-changed``, as for :func:`copy_built`.
    """
    data = (release.folder / name).read_bytes()
    if FileRecord(len(data), hashlib.sha256(data).hexdigest()) != release.files.get(name):
        raise _build_changed(release, name)
    return data


def _build_changed(release: Release, name: str) -> StudioError:
    return StudioError(
        "build-changed",
        "this build was made anew while it was being published, and nothing was changed",
        where=str(release.folder / name),
        hint="Run this again when the render is done.",
    )


def stale_alternates(changes: Transaction, slug: str, also: Sequence[Format]) -> list[str]:
    """Paths of other formats that were published before and are not wanted any more."""
    paths = (f"episodes/{slug}/{slug}.{kind}" for kind in FEED_FORMATS if kind not in also)
    return [path for path in paths if (changes.folder / path).is_file()]


def stale_pictures(changes: Transaction, release: Release) -> list[str]:
    """Paths of pictures that an episode named before and does not name any more."""
    folder = changes.folder / "episodes" / release.slug
    kept = {*release.pictures.values(), *(("cover-small.jpg",) if release.artwork else ())}
    found = (*folder.glob("picture-*"), *folder.glob("cover-small.jpg"))
    return [f"episodes/{release.slug}/{path.name}" for path in sorted(found) if path.name not in kept]


def feed_formats(names: Sequence[str]) -> tuple[Format, ...]:
    """The formats that were asked for.

    Raises:
        ConfigurationError: ``unknown-format`` for one that no feed offers.
    """
    for name in names:
        if name not in FEED_FORMATS:
            raise ConfigurationError(
                "unknown-format",
                f"there is no format `{name}` for a feed",
                hint=f"Choose from {', '.join(FEED_FORMATS)}.",
            )
    return tuple(Format(name) for name in dict.fromkeys(names))


def check_built(release: Release, formats: Sequence[Format]) -> None:
    """Refuse a build that lacks a format.

    Raises:
        StudioError: ``format-not-built``.
    """
    missing = [kind for kind in formats if f"{release.slug}.{kind}" not in release.files]
    if missing:
        names = " and ".join(FORMATS[kind].title for kind in missing)
        raise StudioError(
            "format-not-built",
            f"this build has no {names} file",
            where=str(release.folder),
            hint=f"Run `studio render {release.slug} --also {','.join(formats)}` first.",
        )


def is_published_audio(folder: Path, release: Release) -> bool:
    """Whether the feed folder already holds this very MP3 (by its hash in the manifest)."""
    record = release.files.get(release.mp3.name)
    names = (release.mp3.name, hashed_name(release.mp3.name, record.sha256)) if record else ()
    published = [folder / "episodes" / release.slug / name for name in names]
    return any(path.is_file() and file_record(path) == record for path in published)


def _stage_art(changes: Transaction, name: str, data: bytes, suffix: str = "jpg") -> str:
    path = f"art/{name}-{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"
    changes.write(path, data)
    return path


def _stage_alternate(changes: Transaction, release: Release, kind: Format, *, is_hashed: bool) -> rss.Enclosure:
    settings = FORMATS[kind]
    built = release.folder / f"{release.slug}.{kind}"
    name = hashed_name(built.name, release.files[built.name].sha256) if is_hashed else built.name
    path = f"episodes/{release.slug}/{name}"
    copy_built(changes, path, release, built.name)
    size_bytes = release.files[built.name].bytes
    bitrate_bps = (settings.bitrate_kbps or 0) * 1000
    return rss.Enclosure(path, settings.media_type, size_bytes, integrity(built), bitrate_bps, settings.title)
