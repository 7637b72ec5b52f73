"""What listeners and directories are told about a show and an episode, as authors set it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from studio.model.fields import declared

SHORT_CHARS = 128
"""Longest name, title or code in the elements of the Podcasting 2.0 namespace."""

TXT_CHARS = 4_000
"""Longest text of a ``podcast:txt``."""

AI_CONTENT = "ai-content"
"""Purpose of the ``podcast:txt`` that says whether voices are synthetic."""

SOUNDBITE = "soundbite"
"""Kind of the mark that makes a passage one for apps to play as a taste of the episode."""

SOUNDBITE_S = (15, 120)
"""How long such a passage should last, in seconds (Podcasting 2.0)."""

GROUPS = (
    "cast",
    "creative direction",
    "writing",
    "audio production",
    "audio post-production",
    "video production",
    "video post-production",
    "administration",
    "visuals",
    "community",
    "misc.",
)
"""Groups of the Podcast Taxonomy, which ``podcast:person`` names."""

_PUBLIC_LICENCE = re.compile(
    r"cc0-1\.0|cc-by(?:-nc)?(?:-(?:nd|sa))?-[1-4]\.\d|mit|0bsd|unlicense|apache-2\.0|a?gpl-3\.0-(?:only|or-later)"
    r"|gfdl-1\.[123]-(?:only|or-later)|odbl-1\.0|mpl-2\.0",
    re.IGNORECASE,
)


class ShowType(StrEnum):
    """In which order a show is meant to be heard: the newest first, or from the beginning."""

    EPISODIC = "episodic"
    SERIAL = "serial"


class EpisodeType(StrEnum):
    """What an item of a show is; only full ones are counted."""

    FULL = "full"
    TRAILER = "trailer"
    BONUS = "bonus"


class SpokenAt(StrEnum):
    """Where the narrator says that voices are synthetic."""

    NOWHERE = "nowhere"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """How listeners are told of synthetic voices; what an episode leaves out is as the show says."""

    SHORT: ClassVar[str] = "tell"

    tell: bool | None = declared(
        "Whether listeners are told that voices are synthetic, where they are; `false` needs a `reason`.",
        None,
        shown_default="`true`",
    )
    text: str | None = declared(
        "The line that tells it in notes, page, feed and tag.", None, shown_default="a sentence in the show's language"
    )
    spoken: SpokenAt | None = declared(
        "Where the narrator says it: `nowhere`, `start` or `end`.", None, shown_default="`nowhere`"
    )
    sentence: str | None = declared("What the narrator says there.", None, shown_default="`text`")
    reason: str | None = declared(
        "Why it is not spoken or, with `tell: false`, not told at all.",
        None,
        shown_default="that it is written in notes, page, feed and tag",
    )
    recordings: str | None = declared(
        "Whose recorded voices are heard, and that they agreed; asked for where takes are recordings.", None
    )

    def fault(self) -> str:
        """What does not fit together, as a sentence; empty where all does."""
        if self.tell is False and not (self.reason or "").strip():
            return "`tell: false` needs a `reason`, which is kept with the episode"
        if self.tell is False and self.spoken not in (None, SpokenAt.NOWHERE):
            return "`tell: false` and a `spoken` sentence contradict each other"
        return ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is heard, or has a part in the making."""

    SHORT: ClassVar[str] = "role"

    name: str = declared("", is_name=True)
    role: str = declared("What they do, by the Podcast Taxonomy: `host`, `guest`, `editor` …", "host", form="short")
    group: str = declared("Group of the role in the Podcast Taxonomy.", "cast", choices=GROUPS)
    link: str = declared("A page about them.", "", form="url")
    picture: str = declared("Their picture: an address, or a file of the show.", "", form="picture")

    def fault(self) -> str:
        """What does not fit together, as a sentence; empty where all does."""
        return too_long(self.name) if self.name else "somebody has no name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Under which terms the sound may be used."""

    SHORT: ClassVar[str] = "name"

    name: str = declared("Licence of the sound: its SPDX name, or a name of your own.", "", form="short")
    url: str = declared("Where it can be read; asked for where the name is not a public one.", "", form="url")

    def fault(self) -> str:
        """What does not fit together, as a sentence; empty where all does."""
        if self.url and not self.name:
            return "a licence needs a `name`"
        if self.name and not self.url and not _PUBLIC_LICENCE.fullmatch(self.name):
            return f"`{self.name[:40]}` is no public licence that is known here, so it needs a `url` beside its `name`"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """When new episodes are to be expected."""

    SHORT: ClassVar[str] = "rule"

    rule: str = declared(
        "When episodes come: `daily`, `weekly`, `biweekly`, `monthly`, or a rule of iCalendar (RFC 5545).",
        "",
        form="rrule",
    )
    starts: datetime.datetime | None = declared("From when the rule holds; asked for with `COUNT`.", None)
    text: str = declared("The same in words, at most 128 characters.", "", form="short", shown_default="the rule")

    def fault(self) -> str:
        """What does not fit together, as a sentence; empty where all does."""
        if "COUNT=" in self.rule and self.starts is None:
            return "a rule with `COUNT` needs `starts`"
        return "there is a `text` or a `starts`, and no `rule`" if (self.text or self.starts) and not self.rule else ""


@dataclass(frozen=True, slots=True)
class FeedImage:
    """A picture for apps and pages that show more than the square cover."""

    SHORT: ClassVar[str] = "file"

    purpose: str = declared("", is_name=True)
    file: Path = declared("A picture for a purpose: `banner`, `social`, `canvas`, `circular` …")
    alt: str = declared("What it shows, for those who do not see it.", "")

    def fault(self) -> str:
        """What does not fit together, as a sentence; empty where all does."""
        return too_long(self.purpose)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes several shows, by a feed of their own."""

    name: str = declared("Who publishes the show.", "", form="short")
    guid: str = declared("`podcast:guid` of the publisher's own feed.", "", form="uuid")
    url: str = declared("Address of the publisher's own feed.", "", form="url")

    def fault(self) -> str:
        """What does not fit together, as a sentence; empty where all does."""
        return "a publisher's `url` needs the `guid` of that feed, too" if self.url and not self.guid else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directories:
    """Where directories have the show, so that listeners are led there and need not search."""

    apple: str = declared("The show at Apple Podcasts: its number, or the address of its page there.", "", form="apple")
    spotify: str = declared("The show at Spotify: its id, or the address of its page there.", "", form="spotify")
    overcast: str = declared(
        "Its page at Overcast.", "", form="overcast", shown_default="by Apple's number, where that is there"
    )
    pocketcasts: str = declared(
        "Its page at Pocket Casts.", "", form="pocketcasts", shown_default="by Apple's number, where that is there"
    )
    others: Mapping[str, str] = declared(
        "Name of a further app or directory → the show's page there.", factory=dict, form="url"
    )

    def fault(self) -> str:
        """What does not fit together, as a sentence; empty where all does."""
        return next(filter(None, map(too_long, self.others)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Podping:
    """Who tells apps and directories, over Podping, that the feed has changed."""

    SHORT: ClassVar[str] = "token"

    token: str = declared(
        "Name of the environment variable that holds the publisher's token; the token itself is never written down.",
        "",
        form="variable",
    )
    url: str = declared("Where to tell it.", "https://podping.cloud/", form="url")

    def fault(self) -> str:
        """What does not fit together, as a sentence; empty where all does."""
        host = urlsplit(self.url)
        if host.scheme != "https" and host.hostname not in ("localhost", "127.0.0.1"):
            return "Podping's `url` has to begin with https, since a token goes there"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDetails:
    """What a feed says besides its address, categories and rights."""

    type: ShowType = declared(
        "`episodic`, the newest first, or `serial`, to be heard from the beginning.", ShowType.EPISODIC
    )
    language: str = declared(
        "Language of what listeners read and hear (BCP 47), where it is not the show's: of a feed from elsewhere, say.",
        "",
        form="language",
        shown_default="`language`",
    )
    seasons: Mapping[str, str] = declared("Number of a season → its name.", factory=dict, form="short")
    license: Licence = Licence()
    update_frequency: Frequency = Frequency()
    complete: bool = declared("Whether no further episode will come.", False)
    block: tuple[str, ...] = declared(
        "Directories that are not to list the show, by their slugs (`apple`, `spotify` …); `all` for every one.",
        (),
        form="slug",
    )
    images: tuple[FeedImage, ...] = ()
    publisher: Publisher = Publisher()
    txt: Mapping[str, str] = declared(
        "Codes that directories ask for, such as `applepodcastsverify: 05124`; each becomes a `podcast:txt`.",
        factory=dict,
        form="txt",
    )
    directories: Directories = Directories()
    hubs: tuple[str, ...] = declared(
        "Hubs of WebSub, which are told of every change and tell apps that listen to them.", (), form="url"
    )
    podping: Podping = Podping()
    items: int = declared(
        "How many of the newest episodes the feed holds at least, older ones being moved to archives (RFC 5005); "
        "0 for all.",
        0,
        low=0,
        high=100_000,
    )
    extra: str = declared(
        "XML of elements that studio does not know, put into the feed's channel as they stand.", "", form="channel-xml"
    )


def too_long(name: str) -> str:
    """The complaint about a name over 128 characters; empty for a shorter one."""
    return f"“{name[:40]}…” has more than {SHORT_CHARS} characters" if len(name) > SHORT_CHARS else ""
