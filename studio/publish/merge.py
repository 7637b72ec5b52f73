"""Two machines, one feed: what the copy that is served has and this folder has not, and the other way round.

An item that only one side changed since the feed was last seen there is that side's; one that both changed is nobody's
to decide but the publisher's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree

from studio.feed import rss
from studio.feed.archives import join
from studio.feed.elements import add, short
from studio.feed.errata import PURPOSE, Correction, corrections_of, in_order
from studio.feed.ledger import LEDGER, Ledger, parse_ledger
from studio.feed.names import tag
from studio.feed.synced import Synced, digest_of, feed_digest, key_of, read_synced, synced_path
from studio.kit.errors import StudioError
from studio.model.show import Show
from studio.publish.destination import Destination, open_destination
from studio.publish.prefer import Prefer


@dataclass(frozen=True)
class There:
    """The copy of a feed that is served, as it was read, and what this folder knew of it before.

    ``feed`` is None where there is none; ``doubt`` tells of one that was damaged and is going to be replaced.
    ``archives`` are the files of its older items, by name.
    """

    destination: Destination
    feed: bytes | None
    version: str
    ledger: Ledger
    known: Synced | None
    doubt: str = ""
    archives: Mapping[str, bytes] = field(default_factory=dict)

    def read(self) -> tuple[etree._Element, dict[str, int]]:
        """The feed there with the items of its archives, and which archive each is in."""
        url = self.destination.url
        root = rss.parse_feed(self.feed or b"", url)
        return root, join(root, self.archives.get, url)

    @property
    def archived(self) -> dict[str, int]:
        """GUID of each item that is archived there → number of its archive."""
        return self.read()[1]

    @property
    def is_news(self) -> bool:
        """Whether somebody else has published there."""
        return bool(self.digest) and not self.doubt and (self.known or Synced()).feed != self.digest

    @property
    def digest(self) -> str:
        """Of the feed there and its archives; empty where there is none."""
        return "" if self.feed is None else feed_digest(self.feed, self.archives)


@dataclass
class Merged:
    """What a merge took over from ``url``: keys of items that came, changed or went.

    ``unseen`` are digests of those that came, where putting another in their place would be done blindly;
    ``corrected`` are keys of those that were corrected there, while what is here stays.
    """

    url: str
    taken: set[str] = field(default_factory=set)
    unseen: dict[str, str] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)


def look(folder: Path, url: str, **options: Any) -> There:
    """Read the feed that is served.

    Args:
        folder: the feed folder.
        url: where to, with a protocol that fsspec knows.
        options: passed to the file system.

    Raises:
        ConfigurationError: ``no-fsspec`` or ``unknown-destination``.
        StudioError: ``mirror-failed``, or ``damaged-feed`` where nothing here could replace it.
    """
    destination = open_destination(url, options)
    try:
        # The version first: where the feed changes in between, the condition of a later write does not hold.
        version = destination.version("feed.xml")
        feed = destination.read("feed.xml") if version else None
        ledger = parse_ledger(destination.read(LEDGER) if version else None)
    except Exception as error:
        raise failed(url, error) from error
    # Whoever has no feed cannot have changed or taken out anything since.
    known = read_synced(folder / synced_path(url)) if (folder / "feed.xml").is_file() else None
    doubt = ""
    archives: dict[str, bytes] = {}
    there = There(destination, feed, version, ledger, known, doubt, archives)

    def read(name: str) -> bytes | None:
        data = fetch(there, name)
        return None if data is None else archives.setdefault(name, data)

    if feed is not None:
        try:
            join(rss.parse_feed(feed, url), read, url)
        except StudioError as error:
            if known is None or error.code not in ("damaged-feed", "lost-archive"):
                raise
            doubt = f"the feed at {url} was damaged and is replaced ({error.message})"
    return replace(there, doubt=doubt)


def merge(root: etree._Element, show: Show, ledger: Ledger, there: There, *, prefer: Prefer | None) -> Merged:
    """Take over into a feed what is new in the copy that is served.

    Args:
        root: the feed here; changed.
        show: that it is of.
        ledger: of the feed here; changed.
        there: the copy.
        prefer: whose version stands where both changed an episode.

    Raises:
        StudioError: ``other-podcast``, or ``feed-conflict`` where both changed an episode and nobody is preferred.
    """
    url = there.destination.url
    theirs, _ = there.read()
    _same_podcast(root, theirs, url)
    if there.known is None and prefer is not Prefer.HERE:
        _same_title(show, theirs, url)
    mine, yours = _by_key(root), _by_key(theirs)
    known = (there.known or Synced()).items
    done = Merged(url)
    conflicts = []
    for key in sorted({*mine, *yours}):
        here, other, before = (_digest(mine.get(key)), _digest(yours.get(key)), known.get(key))
        if other in (here, before):
            continue
        if here == before or prefer is Prefer.THERE:
            done.taken.add(key)
        elif prefer is None:
            conflicts.append(key)
        elif _keep_corrections(ledger, key, mine.get(key), _told(there, yours.get(key), key)):
            done.corrected.add(key)
    if conflicts:
        raise conflict(conflicts, url)
    there.ledger.complete([*yours.values()])
    _take_notes(ledger, there.ledger, done.taken, mine, yours)
    for key in done.taken:
        if key in mine:
            rss.items_parent(root).remove(mine[key])
        if key in yours:
            done.unseen[key] = digest_of(yours[key])
            rss.items_parent(root).append(yours[key])
    _newest_first(root, ledger)
    return done


def fetch(there: There, name: str) -> bytes | None:
    """A file of the copy; None where it has none.

    Raises:
        StudioError: ``mirror-failed``.
    """
    try:
        return there.destination.read(name)
    except Exception as error:
        raise failed(there.destination.url, error) from error


def seen(there: There, *, without: set[str]) -> Synced:
    """What is to be known of the copy once it has been merged.

    Args:
        there: the copy.
        without: keys of items whose files are only there.
    """
    assert there.feed is not None  # else there is nothing to merge
    theirs = _by_key(there.read()[0])
    gone = tuple(f"episodes/{key}/" for key in without)
    files = {name: entry for name, entry in (there.known or Synced()).files.items() if not name.startswith(gone)}
    return Synced(there.digest, {key: digest_of(item) for key, item in theirs.items()}, files)


def conflict(keys: list[str], url: str) -> StudioError:
    """The paragraph for episodes that were changed on both sides."""
    names = ", ".join(keys[:8]) + (f" and {len(keys) - 8} more" if len(keys) > 8 else "")
    return StudioError(
        "feed-conflict",
        f"{names}: changed there since this folder last saw it, and different here; nothing was changed",
        where=url,
        hint="Repeat with `--prefer here` to put yours in its place, or with `--prefer there` to keep theirs.",
    )


def failed(url: str, error: Exception) -> StudioError:
    """The paragraph for a destination that fails; every file system has errors of its own."""
    if isinstance(error, StudioError):
        return error
    return StudioError(
        "mirror-failed", f"copying to {url} failed: {error}", hint="Run this again to go on; nothing is half done."
    )


def _take_notes(
    ledger: Ledger, theirs: Ledger, taken: Collection[str], mine: Collection[str], yours: Collection[str]
) -> None:
    """Take over the records of what was taken over, and of what is not known here."""
    guids = {record.guid for record in ledger.records.values()}
    for identity, told in theirs.records.items():
        record = told
        known = ledger.records.get(identity)
        # An episode that goes on under another id here is not known by its former one again.
        is_news = known is None and record.guid not in guids
        if known is not None and known.guid == record.guid and identity not in yours:
            # Of an episode that is not in the feed there, only the notes of both know all that was corrected.
            record = replace(record, corrections=in_order([*known.corrections, *record.corrections]))
            is_news = identity not in mine
        if identity in taken or is_news:
            ledger.records[identity] = record


def _told(there: There, item: etree._Element | None, key: str) -> tuple[Correction, ...]:
    """What was corrected there; of an episode that is not in the feed there, the notes tell it."""
    if item is not None:
        return corrections_of(item)
    record = there.ledger.records.get(key)
    return record.corrections if record else ()


def _keep_corrections(
    ledger: Ledger, key: str, mine: etree._Element | None, told: Sequence[Correction]
) -> list[Correction]:
    """Note here what was corrected there, where what is here takes its place; returns what was not known."""
    record = ledger.records.get(key)
    known = corrections_of(mine) if mine is not None else record.corrections if record else ()
    new = [one for one in told if one not in known]
    if new and record is not None:
        ledger.records[key] = replace(record, corrections=in_order([*known, *new]))
    if new and mine is not None:
        for one in new:
            add(mine, "podcast:txt", one.as_text(), purpose=PURPOSE)
    return new if mine is not None else []


def _by_key(root: etree._Element) -> dict[str, etree._Element]:
    return {key_of(item): item for item in rss.items(root)}


def _digest(item: etree._Element | None) -> str | None:
    return None if item is None else digest_of(item)


def _same_podcast(root: etree._Element, theirs: etree._Element, url: str) -> None:
    here, there = (feed.findtext(f"channel/{tag('podcast:guid')}") for feed in (root, theirs))
    if here and there and here != there:
        raise StudioError(
            "other-podcast",
            "the feed there is of another podcast, and it was left as it is",
            where=url,
            hint="Name the place of this show, or empty that one first.",
        )


def _same_title(show: Show, theirs: etree._Element, url: str) -> None:
    """Two shows can have one GUID: where the settings of one were copied for the other."""
    title = theirs.findtext("channel/title") or ""
    if title and title != short(show.title):
        raise StudioError(
            "other-podcast",
            f"the feed there is of “{title}”, this show is “{show.title}”, and it was left as it is",
            where=url,
            hint="Name the place of this show; if the show there was renamed, add `--prefer here` this once.",
        )


def _newest_first(root: etree._Element, ledger: Ledger) -> None:
    items = rss.items(root)
    ages = [record.age for record in ledger.of_items(items)]
    for _, item in sorted(zip(ages, items, strict=True), key=lambda pair: pair[0], reverse=True):
        rss.items_parent(root).append(item)  # moves it behind the others
