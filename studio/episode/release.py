"""A finished build as publishing sees it: read from the build folder alone, without script or takes."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.episode.disclosure import Disclosed
from studio.episode.manifest import FileRecord
from studio.episode.subtitles import Subtitle, read_vtt
from studio.kit.errors import StudioError
from studio.model.publishing import EpisodeType, Licence, Person

SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.)){0,99}")
"""Names that are safe as a folder and in an address on every system."""

_NUMBERING = re.compile(r"^\s*(?:episode|ep\.?|#)\s*\d+\s*[:.–—-]+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReleaseChapter:
    """A chapter in milliseconds; ``pillar`` is a pillar's id."""

    start_ms: int
    end_ms: int
    title: str
    pillar: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseSoundbite:
    """A passage in milliseconds that apps may play as a taste of the episode."""

    start_ms: int
    duration_ms: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReleasePassage:
    """What is said in one go, as a reader sees it, from when to when; ``key`` is of its take, empty where unknown."""

    number: int
    written: str
    speaker: str | None
    start_ms: int
    end_ms: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseHearing:
    """What a recogniser made of the takes: how many it heard, its word error, and a sentence for each that failed."""

    recogniser: str
    takes: int
    word_error: float
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Release:
    """One episode, ready to be published. ``folder`` holds its products.

    ``loudness_lufs`` is what mastering noted (None for silence), ``waveform`` levels from 0 to 100 for a picture,
    ``files`` what was built, by file name, ``heard`` what a recogniser made of the takes (None: nobody listened);
    ``notes`` are the author's, the Markdown of each block; ``guid`` is
    the lasting identity that the script asks for, if any; ``disclosed`` what listeners are told of synthetic voices
    (None where the build does not say), ``passages`` what each segment says; ``license`` name and address, ``artwork``
    the episode's own cover among the files, ``pictures`` the files that people's pictures and notes name,
    ``voices`` who speaks, and ``is_final`` whether as in final takes.
    """

    folder: Path
    slug: str
    title: str
    number: int | None
    season: int | None
    summary: str
    published: datetime.datetime | None
    guests: tuple[str, ...]
    notes: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    duration_ms: int
    bitrate_kbps: int
    chapters: tuple[ReleaseChapter, ...]
    cues: tuple[Subtitle, ...]
    loudness_lufs: float | None
    waveform: tuple[int, ...]
    files: Mapping[str, FileRecord]
    heard: ReleaseHearing | None = None
    guid: str = ""
    type: EpisodeType = EpisodeType.FULL
    explicit: bool | None = None
    people: tuple[Person, ...] = ()
    license: Licence = field(default_factory=Licence)
    block: bool = False
    feed_extra: str = ""
    soundbites: tuple[ReleaseSoundbite, ...] = ()
    disclosed: Disclosed | None = None
    passages: tuple[ReleasePassage, ...] = ()
    artwork: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)
    voices: tuple[str, ...] = ()
    is_final: bool = False

    @property
    def mp3(self) -> Path:
        """The episode's MP3."""
        return self.folder / f"{self.slug}.mp3"

    @property
    def written(self) -> tuple[str, ...]:
        """The text of each segment."""
        return tuple(one.written for one in self.passages)


def read_release(folder: Path) -> Release:
    """Read a build folder.

    Args:
        folder: ``build/<id>/``, or a copy of it.

    Raises:
        StudioError: ``not-built`` where there is none, ``damaged-build`` where it cannot be understood.
    """
    path = folder / "manifest.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        cues = read_vtt((folder / "transcript.vtt").read_text(encoding="utf-8"))
        release = _release(folder, record, cues)
    except FileNotFoundError as error:
        raise StudioError(
            "not-built",
            "there is no finished build here",
            where=str(error.filename),
            hint=f"Run `studio render {folder.name}` first.",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise StudioError(
            "damaged-build",
            f"the build cannot be read ({error})",
            where=str(path),
            hint=f"Run `studio render {folder.name}` again.",
        ) from error
    if not SLUG.fullmatch(release.slug):
        raise StudioError(
            "bad-episode-id",
            f"{release.slug[:60]!r} cannot be a folder in the feed",
            where=str(path),
            hint="Use letters, digits, `-`, `_` and single dots.",
        )
    return release


def _release(folder: Path, record: dict[str, Any], cues: tuple[Subtitle, ...]) -> Release:
    episode, audio = record["episode"], record["audio"]
    published = episode["published"]
    return Release(
        folder=folder,
        slug=str(episode["id"]),
        title=_NUMBERING.sub("", clean_text(episode["title"] or episode["id"])) or str(episode["id"]),
        number=episode["number"],
        season=episode["season"],
        summary=clean_text(episode["summary"]),
        published=None if published is None else _with_zone(datetime.datetime.fromisoformat(published)),
        guests=tuple(clean_text(guest) for guest in episode["guests"]),
        notes=tuple(clean_text(note) for note in record["notes"]),
        links=tuple((clean_text(link["title"]), clean_text(link["url"])) for link in record["links"]),
        duration_ms=round(audio["duration_s"] * 1000),
        bitrate_kbps=int(audio["bitrate_kbps"]),
        chapters=tuple(
            ReleaseChapter(
                round(chapter["start_s"] * 1000),
                round(chapter["end_s"] * 1000),
                clean_text(chapter["title"]),
                chapter["pillar"],
                chapter.get("link"),
            )
            for chapter in record["chapters"]
        ),
        cues=cues,
        loudness_lufs=_number(audio["loudness"].get("integrated_lufs")),
        waveform=tuple(map(int, audio["waveform"])),
        files={_plain_name(name): FileRecord(**noted) for name, noted in record["files"].items()},
        heard=_hearing(record.get("heard")),
        guid=clean_text(episode.get("guid") or ""),
        type=EpisodeType(episode.get("type") or EpisodeType.FULL),
        explicit=episode.get("explicit"),
        people=tuple(
            Person(**{key: clean_text(text) for key, text in one.items()}) for one in episode.get("people", ())
        ),
        license=Licence(**(episode.get("license") or {})),
        block=episode.get("block") is True,
        feed_extra=str(episode.get("feed_extra") or ""),
        soundbites=tuple(
            ReleaseSoundbite(round(one["start_s"] * 1000), round(one["duration_s"] * 1000), clean_text(one["title"]))
            for one in record.get("soundbites", ())
        ),
        disclosed=Disclosed.from_json(record["disclosure"]) if "disclosure" in record else None,
        passages=tuple(_passages(record.get("segments", ()), cues, audio)),
        artwork=_plain_name(record.get("artwork") or ""),
        pictures={str(named): _plain_name(name) for named, name in record.get("pictures", {}).items()},
        voices=tuple(map(str, record.get("voices", {}).get("engines", ()))),
        is_final=record.get("voices", {}).get("takes") == "final",
    )


def _passages(
    segments: Sequence[Mapping[str, Any]], cues: Sequence[Subtitle], audio: Mapping[str, Any]
) -> Iterator[ReleasePassage]:
    """Segments of a manifest; each ends with the last caption that begins in its slot, and speaks as that says."""
    waiting = list(reversed(cues))
    for segment in segments:
        start, length = segment["slot_samples"]
        start_ms, behind_ms = (
            1000 * samples // audio["rate_hz"] for samples in (segment["start_samples"], start + length)
        )
        end_ms, speaker = start_ms, segment["speaker"]
        while waiting and waiting[-1].start_ms < behind_ms:
            cue = waiting.pop()
            end_ms, speaker = max(end_ms, cue.end_ms), cue.speaker
        yield ReleasePassage(
            int(segment["number"]),
            " ".join(clean_text(segment["written"]).split()),
            speaker,
            start_ms,
            end_ms,
            str(segment["key"]),
        )


def _hearing(noted: Mapping[str, Any] | None) -> ReleaseHearing | None:
    if noted is None:
        return None
    failed = tuple(f"segment {one['segment']}: {'; '.join(one['faults'])}" for one in noted["failed"])
    return ReleaseHearing(str(noted["recogniser"]), int(noted["takes"]), float(noted["word_error"]), failed)


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _plain_name(name: str) -> str:
    if Path(name).name != name:
        raise ValueError(f"{name!r} is no file beside it")
    return name


def clean_text(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold, and in one line per paragraph."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text).strip()


def _with_zone(moment: datetime.datetime) -> datetime.datetime:
    """A date without zone is meant in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
