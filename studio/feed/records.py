"""What publishing knows of each episode in a feed: enough for the index page and the order of items.

A record is made when an episode is published, and kept in the ledger. Where the ledger does not have it, because the
notes are older, damaged or gone, or because another tool made the item, it is restored from the item itself.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from studio.episode.release import Release
from studio.feed.directories import TEXT_CHARS
from studio.feed.errata import Correction, corrections_of, hash_in, in_order
from studio.feed.names import tag
from studio.feed.notes import shortened
from studio.model.publishing import EpisodeType

if TYPE_CHECKING:
    from lxml import etree

_DAY_S = 86_400
_LONGEST_S = 100 * _DAY_S  # whatever claims to be longer is a mistake
_GREATEST_NUMBER = 1_000_000
_CHAPTER_LINE = re.compile(r"\s*\d+(?::\d\d){1,2} ")


@dataclass(frozen=True, slots=True)
class EpisodeRecord:
    """One episode of a feed.

    Attributes:
        guid: lasting identity; empty for an item of another tool that has none.
        published: with zone; None where the item tells none.
        id: the episode's id; empty for an item of another tool.
        title: as it stands in the feed.
        number, season: from 1 on, if any.
        summary: its first paragraph, as plain text of at most 255 characters.
        duration_s: length in seconds, 0 where it is not known.
        strip: length in seconds and pillar's id of each chapter.
        link: page of an item of another tool; a web address, or empty.
        type: ``trailer`` or ``bonus``; empty for a full episode.
        corrections: in order.
        audio: name of its MP3, where that has a hash; not kept, since the feed tells it.
        explicit: whether listeners are warned of it; not kept either.
    """

    guid: str
    published: datetime.datetime | None
    id: str = ""
    title: str = ""
    number: int | None = None
    season: int | None = None
    summary: str = ""
    duration_s: int = 0
    strip: tuple[tuple[int, str | None], ...] = ()
    link: str = ""
    type: str = ""
    corrections: tuple[Correction, ...] = ()
    audio: str = ""
    explicit: bool = False

    @property
    def age(self) -> tuple[float, int]:
        """What items are sorted by, the greatest first: the moment in seconds, then the episode's number."""
        return (0.0 if self.published is None else self.published.timestamp(), self.number or 0)

    def as_json(self) -> dict[str, Any]:
        """The record as plain values."""
        return {
            "guid": self.guid,
            "published": None if self.published is None else self.published.isoformat(),
            "title": self.title,
            "number": self.number,
            "season": self.season,
            "summary": self.summary,
            "duration_s": self.duration_s,
            "strip": [list(part) for part in self.strip],
            **({"type": self.type} if self.type else {}),
            **({"corrections": [one.as_text() for one in self.corrections]} if self.corrections else {}),
        }

    @classmethod
    def from_json(cls, identity: str, values: object) -> EpisodeRecord:
        """The record that :meth:`as_json` gave; of an older one, what there is.

        Args:
            identity: the episode's id.
            values: plain values.

        Raises:
            ValueError: they are not such a record.
        """
        if not isinstance(values, Mapping):
            raise ValueError(f"{identity}: no record")
        try:
            published = values["published"]
            return cls(
                guid=_text(values["guid"]),
                published=None if published is None else _with_zone(datetime.datetime.fromisoformat(published)),
                id=identity,
                title=_text(values.get("title", ""), may_be_empty=True),
                number=_count(values.get("number")),
                season=_count(values.get("season")),
                summary=_text(values.get("summary", ""), may_be_empty=True),
                duration_s=_count(values.get("duration_s"), _LONGEST_S) or 0,
                strip=tuple(map(_part, values.get("strip", ()))),
                type=_kind(_text(values.get("type", ""), may_be_empty=True)),
                corrections=in_order([Correction.from_text(text) for text in values.get("corrections", ())]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{identity}: {error}") from error


def record_of(
    release: Release, guid: str, published: datetime.datetime | None, corrections: tuple[Correction, ...] = ()
) -> EpisodeRecord:
    """The record of an episode that is published.

    Args:
        release: its build.
        guid: its lasting identity.
        published: its date, with zone.
        corrections: in order.
    """
    marks = [(round(chapter.start_ms / 1000), chapter.pillar) for chapter in release.chapters]
    duration_s = round(release.duration_ms / 1000)
    return EpisodeRecord(
        guid=guid,
        published=published,
        id=release.slug,
        title=shortened(release.title, TEXT_CHARS),
        number=release.number if (release.number or 0) >= 1 else None,
        season=release.season if (release.season or 0) >= 1 else None,
        summary=shortened(_first_paragraph(release.summary), TEXT_CHARS),
        duration_s=duration_s,
        strip=_strip(marks, duration_s),
        type=_kind(release.type),
        corrections=corrections,
    )


def restored(item: etree._Element) -> EpisodeRecord:
    """The record of an item of a feed, by what it tells; whatever cannot be understood counts as not told."""
    duration_s = _seconds(item.findtext(tag("itunes:duration")) or "")
    marks = [
        (_seconds(chapter.get("start") or ""), _pillar_of(chapter.get("image") or ""))
        for chapter in item.iter(tag("psc:chapter"))
    ]
    summary = _first_text(item.findtext("description") or "")
    corrections = corrections_of(item)
    if any(summary.endswith(one.text) for one in corrections):
        summary = ""  # of an episode without one the corrections come first
    return EpisodeRecord(
        guid=(item.findtext("guid") or "").strip(),
        published=published_of(item),
        id=id_of(item) or "",
        title=" ".join((item.findtext("title") or "").split()),
        number=_decimal(item.findtext(tag("itunes:episode")) or ""),
        season=_decimal(item.findtext(tag("itunes:season")) or ""),
        summary=shortened(summary, TEXT_CHARS),
        duration_s=duration_s,
        strip=_strip(sorted(marks, key=lambda mark: mark[0]), duration_s),
        link=_web_address(item.findtext("link") or ""),
        type=_kind((item.findtext(tag("itunes:episodeType")) or "").strip().lower()),
        corrections=corrections,
        audio=_hashed_audio(item, id_of(item) or ""),
        explicit=is_marked_explicit(item),
    )


def as_item(record: EpisodeRecord, item: etree._Element) -> EpisodeRecord:
    """A record with what the item alone tells: what was corrected, where the sound is, whether listeners are warned."""
    told = _hashed_audio(item, record.id), corrections_of(item), is_marked_explicit(item)
    if told == (record.audio, record.corrections, record.explicit):
        return record
    audio, corrections, explicit = told
    return replace(record, audio=audio, corrections=corrections, explicit=explicit)


def is_marked_explicit(item: etree._Element) -> bool:
    """Whether a feed warns of an episode."""
    return (item.findtext(tag("itunes:explicit")) or "").strip().lower() in ("true", "yes", "explicit")


def _hashed_audio(item: etree._Element, identity: str) -> str:
    enclosure = item.find("enclosure")
    if not identity or enclosure is None or enclosure.get("url", "").endswith(f"/{identity}.mp3"):
        return ""  # as nearly all of them
    name = audio_of(item)
    return name if hash_in(name, identity) else ""


def audio_of(item: etree._Element) -> str:
    """The file name of an item's sound."""
    enclosure = item.find("enclosure")
    address = "" if enclosure is None else enclosure.get("url", "")
    return unquote(address.partition("?")[0].rpartition("/")[2])


def id_of(item: etree._Element) -> str | None:
    """The episode id of an item, from where its sound lies (``…/episodes/<id>/<id>.mp3``, with a hash where it has
    been corrected); None for another tool's."""
    enclosure = item.find("enclosure")
    parts = _split("" if enclosure is None else enclosure.get("url") or "").path.split("/")
    if len(parts) < 3 or parts[-3] != "episodes":
        return None
    identity = unquote(parts[-2])
    # Other tools may have such addresses, too; the page beside the sound is this one's alone.
    link = (item.findtext("link") or "").strip()
    has_page = not link or _split(link).path.endswith(f"/episodes/{parts[-2]}/index.html")
    name = unquote(parts[-1])
    is_sound = name == f"{identity}.mp3" or (name.endswith(".mp3") and bool(hash_in(name, identity)))
    is_own = has_page and is_sound and is_folder_name(identity)
    return identity if is_own else None


def is_folder_name(text: str) -> bool:
    """Whether this may be the name of an episode's folder, and leads nowhere else."""
    return bool(text) and not text.startswith(".") and not set(text) & set("/\\\0")


def base_of(item: etree._Element) -> str:
    """The address of the feed's folder that an item of this tool was made for; empty for another tool's."""
    enclosure = item.find("enclosure")
    address = "" if enclosure is None or id_of(item) is None else enclosure.get("url", "")
    return address.rpartition("episodes/")[0]


def published_of(item: etree._Element) -> datetime.datetime | None:
    """An item's date; None where it has none that can be read. A date without zone is meant in UTC."""
    try:
        return _with_zone(parsedate_to_datetime(item.findtext("pubDate") or ""))
    except (ValueError, TypeError, OverflowError):
        return None


def _strip(marks: Sequence[tuple[int, str | None]], duration_s: int) -> tuple[tuple[int, str | None], ...]:
    """Lengths from starts in seconds; a chapter is at least a second wide, else nobody could see it."""
    if not marks:
        return ()
    edges = [*(start for start, _ in marks), duration_s]
    lengths_s = (max(1, end - start) for start, end in pairwise(edges))
    return tuple(zip(lengths_s, (pillar for _, pillar in marks), strict=True))


def _seconds(text: str) -> int:
    """Whole seconds of ``2823``, ``47:03``, ``1:02:03`` or ``00:47:03.250``; 0 where it is none of these."""
    total = 0.0
    for part in text.strip().split(":"):
        whole, _, fraction = part.partition(".")
        if not (part.isascii() and whole.isdecimal() and len(whole) < 10 and (fraction or "0").isdecimal()):
            return 0
        total = total * 60 + float(part)
    return round(total) if total <= _LONGEST_S else 0


def _pillar_of(address: str) -> str | None:
    """The pillar whose picture a chapter shows: ``…/pillar-<id>-<hash>.jpg``."""
    name = address.rpartition("/")[2]
    if not name.startswith("pillar-"):
        return None
    return unquote(name.removeprefix("pillar-").rpartition("-")[0]) or None


def _first_paragraph(text: str) -> str:
    return next((part for part in text.split("\n\n") if part.strip()), "")


def _first_text(description: str) -> str:
    """The first paragraph of a description in HTML, or all of one that has no paragraphs, as plain text."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    parsed = etree.HTML(description.encode(), parser) if description.strip() else None
    if parsed is None:
        return ""
    paragraph = parsed.find(".//p")
    text = "".join(map(str, (parsed if paragraph is None else paragraph).itertext()))
    # Of an episode without a summary the list of chapters comes first.
    return "" if _CHAPTER_LINE.match(text) else text


def _web_address(text: str) -> str:
    """An address that may stand on a page; empty for any that is none of the web, such as ``javascript:``."""
    parts = _split(text.strip())
    return text.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def _split(address: str) -> Any:
    try:
        return urlsplit(address)
    except ValueError:  # a bracket without its pair
        return urlsplit("")


def _decimal(text: str) -> int | None:
    text = text.strip()
    return _count(int(text)) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _kind(text: str) -> str:
    """What is said of an episode that is not a full one."""
    return str(text) if text in (EpisodeType.TRAILER, EpisodeType.BONUS) else ""


def _count(value: object, greatest: int = _GREATEST_NUMBER) -> int | None:
    return value if isinstance(value, int) and 1 <= value <= greatest else None


def _text(value: object, *, may_be_empty: bool = False) -> str:
    if not isinstance(value, str) or not (value or may_be_empty):
        raise TypeError(f"{value!r} is no text")
    return value


def _part(value: Sequence[object]) -> tuple[int, str | None]:
    length_s, pillar = value
    if _count(length_s, _LONGEST_S) is None or not isinstance(pillar, str | None):
        raise TypeError(f"{value!r} is no chapter")
    return (_count(length_s, _LONGEST_S) or 0, pillar)


def _with_zone(moment: datetime.datetime) -> datetime.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
