"""The feed folder as it is to become: staged files, the feed's tree, and what happens right around its renewal."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path

from lxml import etree

from studio.audio.formats import Format
from studio.episode.release import Release
from studio.feed import rss
from studio.feed.addresses import rebase, rebase_file, renew_cover
from studio.feed.archives import archive, is_left, parts, read_file, read_joined
from studio.feed.channel import ChannelState, set_channel
from studio.feed.errata import correction_record
from studio.feed.front import front_files, surplus_pages
from studio.feed.kept import KEPT, KeptPages
from studio.feed.ledger import LEDGER, Ledger, read_ledger
from studio.feed.names import tag
from studio.feed.neighbours import Neighbours, neighbours_of, renewed
from studio.feed.records import EpisodeRecord, id_of, is_folder_name, record_of
from studio.feed.state import STATE
from studio.feed.synced import digest_of, synced_path
from studio.kit.events import Events
from studio.model.show import Show
from studio.publish.correct import Before, corrected, replaced
from studio.publish.identity import guid_of
from studio.publish.merge import Merged, There, conflict, fetch, merge, seen
from studio.publish.mishaps import doubts_of, gone, healed, refuse_lost_feed
from studio.publish.prefer import Prefer
from studio.publish.stage import (
    SharedArt,
    copy_built,
    shared_files,
    sound,
    stage_episode,
    stale_alternates,
    stale_pictures,
)
from studio.publish.transaction import Transaction

FEED = "feed.xml"

MOVING = datetime.timedelta(days=28)
"""How long a feed that has a new address says so, and may be taken over: directories ask for four weeks at least."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or with a dry run would be: ``changes`` are (new, changed or removed; path) without bookkeeping.

    Attributes:
        folder: the feed folder.
        episodes: ids that were published.
        changes: as above.
        feed_diff: a unified diff of the feed, of a dry run only.
        undated: records of published episodes whose scripts name no date.
        refused: ids that were due and could not be published.
        doubts: what went otherwise than a publisher would expect, a sentence each.
        corrected: ids that were corrected, and how many changes listeners are told of (None: nobody knows).
    """

    folder: Path
    episodes: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    feed_diff: str = ""
    undated: tuple[EpisodeRecord, ...] = ()
    refused: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    corrected: tuple[tuple[str, int | None], ...] = ()

    def as_json(self) -> dict[str, object]:
        """The same as plain values."""
        return {
            "folder": str(self.folder),
            "episodes": self.episodes,
            "changes": [{"change": change, "path": path} for change, path in self.changes],
            "feed_diff": self.feed_diff,
            "refused": self.refused,
            "corrected": [{"episode": slug, "changes": count} for slug, count in self.corrected],
        }


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
    merged: Merged | None = None
    doubts: list[str] = field(default_factory=list)
    archived: dict[str, int] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    neighbours: dict[str, Neighbours] = field(default_factory=dict)
    there: There | None = None
    corrected: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, show: Show, there: There | None = None, prefer: Prefer | None = None) -> Draft:
        """A draft that changes nothing yet but for what the copy that is served has and this folder has not.

        Args:
            folder: the feed folder, which is held.
            show: that it is of.
            there: the copy that is served, where there is one.
            prefer: whose version stands where both sides changed an episode.

        Raises:
            StudioError: ``damaged-feed``, ``lost-feed``, ``other-podcast``, ``feed-conflict``.
        """
        root, archived = read_joined(folder)
        ledger = read_ledger(folder)
        if there is None or not there.is_news:
            refuse_lost_feed(folder, FEED, ledger)
        mended = healed(root, ledger)
        ledger.complete(rss.items(root))
        neighbours = neighbours_of(ledger.of_items(rss.items(root)))
        doubts = (
            [f"the ledger was damaged ({ledger.damage}) and has been restored from the feed"] if ledger.damage else []
        ) + mended
        merged = None
        if there is not None and there.doubt:
            doubts.append(there.doubt)
        if there is not None and there.is_news:
            merged = merge(root, show, ledger, there, prefer=prefer)
            archived |= there.archived
            if there.known is None or prefer is Prefer.HERE:
                # Whoever never published from this folder cannot have missed anything.
                merged.unseen.clear()
        changes = Transaction(folder)
        podcast = (
            root.findtext(f"channel/{tag('podcast:guid')}")
            or _podcast_of(there, merged)
            or rss.podcast_guid(show.feed_url)
        )
        art = shared_files(changes, show)
        draft = cls(
            changes,
            root,
            show,
            art,
            podcast,
            ledger,
            merged=merged,
            doubts=doubts,
            archived=archived,
            neighbours=neighbours,
            there=there,
        )
        if there is not None and merged is not None:
            for key in merged.taken:
                draft._drop_files(key)
            changes.write(synced_path(there.destination.url), seen(there, without=merged.taken).to_bytes())
        return draft

    def put(
        self, release: Release, now: datetime.datetime, also: Sequence[Format], correction: str | None = None
    ) -> None:
        """Add or renew an episode; its GUID and date stay what they were, under a new id as well.

        Args:
            release: its build.
            now: the time, with zone.
            also: further formats, all of which the build has.
            correction: what was wrong in the sound that it takes the place of; empty where that is not to be told.
        """
        guid, former = guid_of(release, self.ledger, self.listed(), self.podcast)
        known = former or self.ledger.records.get(release.slug)
        published = release.published or (known and known.published) or now.replace(microsecond=0)
        before = self._before(guid, former.id if former else release.slug, known)
        corrections, records = before.corrections, before.records()
        audio = sound(release, is_hashed=before.is_hashed or bool(correction))
        if correction:
            one = corrected(before, release, audio, correction, now)
            changes = before.changes(release)
            self.corrected[release.slug] = None if changes is None else len(changes)
            corrections = (*corrections, one)
            records.append(correction_record(one, audio.path.rpartition("/")[2], before.audio, changes))
        if former is not None:
            self._drop_files(former.id)
            self.ledger.records.pop(former.id, None)
            self.doubts.append(f"{former.id or former.title} goes on as {release.slug}; its former page ends")
        if not correction and before.item is not None and not before.sounds_like(release, audio):
            self.doubts.append(replaced(release.slug))
        # Files of a version that went away before are made anew.
        self.stale = [path for path in self.stale if not path.startswith(f"episodes/{release.slug}/")]
        record = record_of(release, guid, published, corrections)
        placement = stage_episode(
            self.changes,
            release,
            self.show,
            self.art,
            guid=guid,
            published=published,
            audio=audio,
            also=also,
            pages=self.pages,
            corrections=corrections,
            records=records,
        )
        self.audio.append((audio.path, release))
        self.stale += stale_pictures(self.changes, release)
        if not corrections:  # whoever is in the middle of a download of what was corrected is not cut off
            self.stale += stale_alternates(self.changes, release.slug, also)
        item = rss.make_item(release, placement, self.show)
        unseen = self.merged.unseen.get(release.slug) if self.merged else None
        if unseen and digest_of(item) != unseen:
            raise conflict([release.slug], self.merged.url if self.merged else "")
        rss.remove_item(self.root, guid)
        self.ledger.records[release.slug] = record
        others = rss.items(self.root)
        ages = [other.age for other in self.ledger.of_items(others)]
        next_one = next((other for other, age in zip(others, ages, strict=True) if age <= record.age), None)
        rss.insert_item(self.root, item, next_one)

    def remove(self, slug: str) -> bool:
        """Take an episode out; False where it is not in the feed."""
        listed = next((record for record in self.listed() if record.id == slug), None)
        if listed is None:
            return False
        rss.remove_item(self.root, listed.guid)
        self._drop_files(slug)
        return True

    def finish(self, *, now: datetime.datetime, dry_run: bool, events: Events | None = None) -> Outcome:
        """Stage the feed after everything that it names, and commit; ``events`` are told right before."""
        changes = self.changes
        self.doubts += doubts_of(self.root, self.show, now)
        self._move(now)
        for item in rss.items(self.root):
            renew_cover(item, self.show, self.art.page.cover)
        files = self._feed(now)
        changes.write(LEDGER, self.ledger.to_bytes(self.podcast))
        self._pages()
        # Where sound is replaced, its length in the feed is wrong for as long as one rename takes, and no longer.
        for path, release in self.audio:
            copy_built(changes, path, release, release.mp3.name)
        for name, data in files.items():
            changes.write(name, data)
        feed = files[FEED]
        for path in self.stale:
            changes.delete(path)
        visible = visible_changes(changes)
        doubts, corrected = (*self.doubts, *self._untold()), tuple(self.corrected.items())
        if dry_run:
            changes.discard()
            diff = _diff(changes.folder / FEED, feed)
            return Outcome(changes.folder, (), visible, diff, doubts=doubts, corrected=corrected)
        if events is not None:
            events.commit()
        # What was there before another machine's changes came along is nothing to go back to.
        changes.commit(undoable=not (self.merged and self.merged.taken))
        return Outcome(changes.folder, (), visible, doubts=doubts, corrected=corrected)

    def _pages(self) -> None:
        """Pages of episodes that are new or have new neighbours, and what is of the whole show."""
        listed = self.listed()
        pages = renewed(self.pages, self.changes.folder, self.neighbours, neighbours_of(listed), self.show)
        kept, records = KeptPages(self.changes.folder), self.ledger.as_items(rss.items(self.root))
        front = front_files(records, self.show, self.art.page, kept)
        changing = [path.split("/")[1] for path in (*self.stale, *self.pages) if path.startswith("episodes/")]
        self.doubts += gone(self.changes.folder, records, self.ledger.records, changing)
        self.changes.write(KEPT, kept.to_bytes())
        for path, data in {**pages, **front}.items():
            self.changes.write(path, data)
        self.stale += surplus_pages(self.changes.folder, front)

    def _move(self, now: datetime.datetime) -> None:
        """Where the feed's address is new, let everything name it; GUIDs stay."""
        former = rss.own_address(self.root)
        if former and former != self.show.feed_url:
            self.ledger.moved = (former, now.replace(microsecond=0))
        staged = {path.rsplit("/", 2)[1] for path, _ in self.audio}
        for item in rss.items(self.root):
            identity, base = id_of(item), rebase(item, self.show)
            if base and identity not in staged:
                folder = f"episodes/{identity}"
                for name in ("index.html", "embed.html", "oembed.json", f"{identity}.chapters.json"):
                    file = self.changes.folder / folder / name
                    if file.is_file():
                        data = rebase_file(name, file.read_bytes(), base, self.show)
                        if name == "index.html":
                            self.pages[f"{folder}/{name}"] = data
                        else:
                            self.changes.write(f"{folder}/{name}", data)

    def _feed(self, now: datetime.datetime) -> dict[str, bytes]:
        """The feed's files; its date of change is that of the last publish that changed something else in any."""
        folder, moved = self.changes.folder, self.ledger.moved
        archived = archive(self.root, self.archived, self.show.feed.items)
        for changed in (rss.built(self.root), format_datetime(now.replace(microsecond=0))):
            state = ChannelState(
                self.podcast,
                self.art.page.cover,
                changed,
                has_moved=moved is not None,
                is_moving=moved is not None and now - moved[1] < MOVING,
                images=self.art.images,
                faces=self.art.faces,
            )
            set_channel(self.root, self.show, state)
            files = dict(parts(self.root, archived, self.show))
            if all(read_file(folder / name) == data for name, data in files.items()):
                break
        self.stale += sorted(path.name for path in folder.glob("feed-*.xml") if is_left(path.name, files))
        return files

    def _before(self, guid: str, identity: str, known: EpisodeRecord | None) -> Before:
        """An episode as it is in the feed until now; files of one that came from elsewhere are read there."""
        folder = f"episodes/{identity}/{identity}"
        is_here = not (self.merged and identity in self.merged.taken)

        def beside(ending: str) -> bytes | None:
            if not is_folder_name(identity):
                return None  # an item of another tool has no folder
            name = f"{folder}.{ending}"
            data = read_file(self.changes.folder / name) if is_here else None
            return data if data is not None or self.there is None else fetch(self.there, name)

        return Before(rss.find_item(self.root, guid), identity, beside, known.corrections if known else ())

    def _untold(self) -> list[str]:
        """Episodes whose corrections came from elsewhere, while what is here does not tell of them."""
        put = {release.slug for _, release in self.audio}
        return [
            f"{key} was corrected there, and yours took its place: publish it again, so that its notes tell of that"
            for key in sorted(self.merged.corrected if self.merged else ())
            if key not in put
        ]

    def listed(self) -> list[EpisodeRecord]:
        """Records of the feed's items, in their order."""
        return self.ledger.of_items(rss.items(self.root))

    def _drop_files(self, slug: str) -> None:
        if not is_folder_name(slug):
            return  # an item of another tool has no folder here
        files = sorted(path for path in (self.changes.folder / "episodes" / slug).rglob("*") if path.is_file())
        self.stale += [path.relative_to(self.changes.folder).as_posix() for path in files]


def _podcast_of(there: There | None, merged: Merged | None) -> str | None:
    """The lasting id of the podcast that came along from the copy."""
    if there is None or merged is None or there.feed is None:
        return None
    return rss.parse_feed(there.feed, there.destination.url).findtext(f"channel/{tag('podcast:guid')}")


def visible_changes(changes: Transaction) -> tuple[tuple[str, str], ...]:
    """What readers of the folder can see of a transaction."""
    return tuple(change for change in changes.changes if not change[1].startswith(f"{STATE}/"))


def _diff(path: Path, after: bytes) -> str:
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = difflib.unified_diff(before, after.decode().splitlines(), "feed.xml", "feed.xml (after)", lineterm="")
    return "\n".join(lines)
