"""What happened to a feed folder since it was last published: what can be put right is, and all of it is told."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studio.feed import rss
from studio.feed.elements import short
from studio.feed.ledger import Ledger
from studio.feed.records import EpisodeRecord, id_of
from studio.feed.synced import COPIES
from studio.kit.errors import StudioError
from studio.model.show import Show

if TYPE_CHECKING:
    from lxml import etree

_SHOWN = 5
_SKEW = datetime.timedelta(hours=1)
"""By how much clocks of two machines may differ before it is worth a word."""


def refuse_lost_feed(folder: Path, feed: str, ledger: Ledger) -> None:
    """Refuse a folder whose feed is gone while its episodes are there: a new feed would take them from listeners.

    Raises:
        StudioError: ``lost-feed``.
    """
    left = [key for key in sorted(ledger.records) if (folder / "episodes" / key / "index.html").is_file()]
    if left and not (folder / feed).exists():
        raise StudioError(
            "lost-feed",
            f"{feed} is not there, though the files of {_named(left)} are; nothing was changed",
            where=str(folder),
            hint="Bring it back from a copy, or as it was before the last publish with `studio publish --rollback`; to "
            f"begin anew, remove {folder / 'episodes'} as well.",
        )


def healed(root: etree._Element, ledger: Ledger) -> list[str]:
    """Put right what edits by hand and merges have done to items, and say so, a sentence each.

    Args:
        root: the feed; changed.
        ledger: knows the GUIDs.
    """
    doubts = []
    seen: set[str] = set()
    for item in rss.items(root):
        guid = (item.findtext("guid") or "").strip()
        if guid and guid not in seen:
            seen.add(guid)
            continue  # as nearly all of them
        identity = id_of(item) or ""
        record = ledger.records.get(identity)
        if not guid and record is not None:
            guid = record.guid
            _set_guid(item, guid)
            doubts.append(f"{identity} had lost its GUID in the feed, and has it again")
        if guid in seen:
            rss.items_parent(root).remove(item)
            doubts.append(f"{identity or item.findtext('title')} stood in the feed twice; the first is kept")
        elif guid:
            seen.add(guid)
    return doubts


def doubts_of(root: etree._Element, show: Show, now: datetime.datetime) -> list[str]:
    """What looks like a mistake of whoever publishes, a sentence each.

    Args:
        root: the feed as it was.
        show: that is published now.
        now: the time, with zone.
    """
    doubts = []
    title, former = root.findtext("channel/title") or "", rss.own_address(root)
    if former and former != show.feed_url:
        told = f"the feed's address was {former} and is {show.feed_url} now: let the former one redirect to it"
        if title != short(show.title):
            told = (
                f"this was the feed of “{title}” at {former}, and is that of “{show.title}” at {show.feed_url} now; if "
                "these are two shows, run `studio publish --rollback` and name another folder with --feed"
            )
        doubts.append(told)
    elif title and title != short(show.title):
        doubts.append(f"the show was called “{title}” in its feed, and is called “{show.title}” from now on")
    try:
        changed = parsedate_to_datetime(rss.built(root))
        is_behind = changed - now > _SKEW
    except (ValueError, TypeError):
        is_behind = False
    if is_behind:
        doubts.append(
            f"this machine's clock says {now:%Y-%m-%d %H:%M}, and the feed was last changed at "
            f"{changed:%Y-%m-%d %H:%M}; if the clock is wrong, so are the dates that are given now"
        )
    return doubts


def gone(folder: Path, records: Sequence[EpisodeRecord], known: Iterable[str], changing: Iterable[str]) -> list[str]:
    """Where the feed and the files beside it do not agree, a sentence each.

    Args:
        folder: the feed folder; of an episode that came from another machine it has no files at all.
        records: of the feed's items, with the names of their sound.
        known: ids of all episodes that were ever published.
        changing: ids of those whose files come or go now.
    """
    settled = set(changing)
    has_copies = any((folder / COPIES).glob("*.json"))
    lost = []
    for record in records:
        home = folder / "episodes" / record.id
        if record.id and record.id not in settled and (not has_copies or home.is_dir()):
            files = (home / (record.audio or f"{record.id}.mp3"), home / "index.html")
            if not all(file.is_file() for file in files):
                lost.append(record.id)
    listed = {record.id for record in records} | settled
    left = [key for key in sorted(set(known) - listed) if (folder / "episodes" / key / "index.html").is_file()]
    return [
        *(
            [f"the feed names files of {_named(lost)} that are not in {folder}; publish {_them(lost)} again"]
            if lost
            else []
        ),
        *(
            [f"the feed does not name {_named(left)}, whose files are there; publish {_them(left)} again"]
            if left
            else []
        ),
    ]


def _set_guid(item: etree._Element, guid: str) -> None:
    element = item.find("guid")
    if element is None:
        from lxml import etree

        element = etree.SubElement(item, "guid")
    element.set("isPermaLink", "false")
    element.text = guid


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return ", ".join(ids[:_SHOWN]) + more


def _them(ids: Sequence[str]) -> str:
    return "it" if len(ids) == 1 else "them"
