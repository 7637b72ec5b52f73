"""The feed folder as it is to become: staged files, the feed's tree, and what happens right around its renewal."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from studio.audio.formats import Format
from studio.episode.release import Release
from studio.feed import rss
from studio.feed.ledger import LEDGER, Ledger, read_ledger
from studio.feed.names import tag
from studio.feed.pages import index_page
from studio.feed.records import EpisodeRecord, record_of
from studio.feed.state import STATE
from studio.model.show import Show
from studio.publish.stage import SharedArt, copy_built, shared_files, stage_episode, stale_alternates
from studio.publish.transaction import Transaction

FEED = "feed.xml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or with a dry run would be: ``changes`` are (new, changed or removed; path) without bookkeeping.

    ``feed_diff`` is a unified diff of the feed (of a dry run only); ``episodes`` are the ids that were published.
    ``refused`` are ids that were due and could not be published; ``doubts`` say, a sentence each, what went otherwise
    than a publisher would expect.
    """

    folder: Path
    episodes: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    feed_diff: str = ""
    refused: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass
class Draft:
    """Changes to a feed folder on their way; :meth:`finish` makes them, ``changes.discard`` gives them up."""

    changes: Transaction
    root: etree._Element
    show: Show
    art: SharedArt
    podcast: str
    ledger: Ledger
    audio: list[tuple[str, Release]] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, show: Show) -> Draft:
        """A draft that changes nothing yet.

        Args:
            folder: the feed folder, which is held.
            show: that it is of.

        Raises:
            StudioError: ``damaged-feed``.
        """
        root = rss.read_feed(folder / FEED)
        changes = Transaction(folder)
        podcast = root.findtext(f"channel/{tag('podcast:guid')}") or rss.podcast_guid(show.feed_url)
        ledger = read_ledger(folder)
        ledger.complete(rss.items(root))
        return cls(changes, root, show, shared_files(changes, show), podcast, ledger)

    def put(self, release: Release, now: datetime.datetime, also: Sequence[Format]) -> None:
        """Add or renew an episode; its GUID and date stay what they were."""
        known = self.ledger.records.get(release.slug)
        published = release.published or (known and known.published) or now.replace(microsecond=0)
        guid = (known and known.guid) or rss.item_guid(self.podcast, release.slug)
        record = record_of(release, guid, published)
        placement = stage_episode(self.changes, release, self.show, self.art, guid=guid, published=published, also=also)
        self.audio.append((placement.audio.path, release))
        self.stale += stale_alternates(self.changes, release.slug, also)
        rss.remove_item(self.root, guid)
        self.ledger.records[release.slug] = record
        others = rss.items(self.root)
        ages = [other.age for other in self.ledger.of_items(others)]
        before = next((other for other, age in zip(others, ages, strict=True) if age <= record.age), None)
        rss.insert_item(self.root, rss.make_item(release, placement, self.show), before)

    def remove(self, slug: str) -> bool:
        """Take an episode out; False where it is not in the feed."""
        listed = next((record for record in self.listed() if record.id == slug), None)
        if listed is None:
            return False
        rss.remove_item(self.root, listed.guid)
        files = sorted(path for path in (self.changes.folder / "episodes" / slug).rglob("*") if path.is_file())
        self.stale += [path.relative_to(self.changes.folder).as_posix() for path in files]
        return True

    def finish(self, *, dry_run: bool) -> Outcome:
        """Stage the feed after everything that it names, and commit."""
        changes = self.changes
        rss.set_channel(self.root, self.show, self.podcast, self.art.page.cover)
        feed = rss.feed_bytes(self.root)
        changes.write(LEDGER, self.ledger.to_bytes(self.podcast))
        changes.write("index.html", index_page(self.listed(), self.show, self.art.page))
        # Where sound is replaced, its length in the feed is wrong for as long as one rename takes, and no longer.
        for path, release in self.audio:
            copy_built(changes, path, release, release.mp3.name)
        changes.write(FEED, feed)
        for path in self.stale:
            changes.delete(path)
        visible = visible_changes(changes)
        if dry_run:
            changes.discard()
            return Outcome(changes.folder, (), visible, _diff(changes.folder / FEED, feed), doubts=self._doubts())
        changes.commit()
        return Outcome(changes.folder, (), visible, doubts=self._doubts())

    def _doubts(self) -> tuple[str, ...]:
        damage = self.ledger.damage
        return (f"the ledger was damaged ({damage}) and has been restored from the feed",) if damage else ()

    def listed(self) -> list[EpisodeRecord]:
        """Records of the feed's items, in their order."""
        return self.ledger.of_items(rss.items(self.root))


def visible_changes(changes: Transaction) -> tuple[tuple[str, str], ...]:
    """What readers of the folder can see of a transaction."""
    return tuple(change for change in changes.changes if not change[1].startswith(f"{STATE}/"))


def _diff(path: Path, after: bytes) -> str:
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = difflib.unified_diff(before, after.decode().splitlines(), "feed.xml", "feed.xml (after)", lineterm="")
    return "\n".join(lines)
