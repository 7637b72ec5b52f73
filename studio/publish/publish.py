"""Publishing as a transaction: everything is checked and made first, media land next, the feed that names them last."""

from __future__ import annotations

import datetime
import difflib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from studio.audio.formats import Format
from studio.episode.release import Release, read_release
from studio.feed import rss
from studio.feed.ledger import LEDGER, STATE, Ledger, read_ledger
from studio.feed.names import tag
from studio.feed.pages import index_page
from studio.feed.records import EpisodeRecord, record_of
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.files import copy_durably, write_atomically
from studio.model.show import Show
from studio.publish.stage import (
    SharedArt,
    check_built,
    feed_formats,
    is_published_audio,
    shared_files,
    stage_episode,
    stale_alternates,
)
from studio.publish.transaction import Transaction, locked, step_back
from studio.verify.build import check_release, check_show
from studio.verify.report import Promise, Report

FEED = "feed.xml"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or with a dry run would be: ``changes`` are (new, changed or removed; path) without bookkeeping.

    ``feed_diff`` is a unified diff of the feed (of a dry run only); ``episodes`` are the ids that were published.
    """

    folder: Path
    episodes: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    feed_diff: str = ""


class PublishError(StudioError):
    """A build or show that is not fit for a feed; ``broken`` are all promises that do not hold."""

    def __init__(self, slug: str, broken: Sequence[Promise]) -> None:
        shown = "\n".join(f"  {promise}" for promise in broken[:SHOWN])
        more = f"\n  and {len(broken) - SHOWN} more" if len(broken) > SHOWN else ""
        super().__init__(
            "not-publishable",
            f"{slug} is not fit to be published, and nothing was changed:\n{shown}{more}",
            hint=f"`studio verify {slug}` lists every check.",
        )
        self.slug = slug
        self.broken = tuple(broken)

    def __reduce__(self) -> tuple[object, ...]:
        return (PublishError, (self.slug, self.broken))


@dataclass
class _Draft:
    """The feed folder as it is to become: staged files, the feed's tree, and what happens right around its renewal."""

    changes: Transaction
    root: etree._Element
    show: Show
    art: SharedArt
    podcast: str
    ledger: Ledger
    audio: list[tuple[str, Path]] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, show: Show) -> _Draft:
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
        self.audio.append((placement.audio.path, release.mp3))
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
        for path, source in self.audio:
            changes.copy(path, source)
        changes.write(FEED, feed)
        for path in self.stale:
            changes.delete(path)
        visible = _visible(changes)
        if dry_run:
            changes.discard()
            return Outcome(changes.folder, (), visible, _diff(changes.folder / FEED, feed))
        changes.commit()
        return Outcome(changes.folder, (), visible)

    def listed(self) -> list[EpisodeRecord]:
        """Records of the feed's items, in their order."""
        return self.ledger.of_items(rss.items(self.root))


def publish(
    builds: Sequence[Path],
    show: Show,
    folder: Path,
    *,
    now: datetime.datetime,
    also: Sequence[str] = (),
    dry_run: bool = False,
) -> Outcome:
    """Put finished builds into a feed folder, together with scheduled ones that are due.

    Args:
        builds: build folders (``build/<id>/``); none publishes what is due.
        show: the show that the feed is of.
        folder: the feed folder; made where it is not there.
        now: the time, with zone: the date of episodes that name none.
        also: further formats that the builds have, of ``opus`` and ``m4a``.
        dry_run: change nothing and tell what would change.

    Raises:
        PublishError: a check failed.
        StudioError: no build, a build without a format that was asked for (``format-not-built``), a feed that cannot
            be read or written, another publish at work.
    """
    formats = feed_formats(also)
    releases = [read_release(build) for build in builds]
    with locked(folder):
        due = _due(folder, now)
        # An episode that is published now needs its schedule no longer.
        named = {release.slug for release in releases}
        releases = [release for release in due if release.slug not in named] + releases
        for release in releases:
            if release.slug in named:
                check_built(release, formats)
            _check(release, show, folder, now)
        draft = _Draft.of(folder, show)
        for release in releases:
            # What was scheduled is published in the formats that it was built in.
            draft.put(release, now, [kind for kind in formats if f"{release.slug}.{kind}" in release.files])
        done = draft.finish(dry_run=dry_run)
        if not dry_run:
            for release in releases:
                shutil.rmtree(_parked(folder, release.slug), ignore_errors=True)
    return replace(done, episodes=tuple(release.slug for release in releases))


def unpublish(slug: str, show: Show, folder: Path, *, dry_run: bool = False) -> Outcome:
    """Take an episode out of the feed, then its files; its GUID stays reserved for it.

    Raises:
        StudioError: ``not-published``.
    """
    with locked(folder):
        draft = _Draft.of(folder, show)
        listed = draft.remove(slug)
        parked = _parked(folder, slug)
        if not listed and not parked.is_dir():
            there = ", ".join([record.id for record in draft.listed() if record.id][:8]) or "nothing"
            raise StudioError(
                "not-published", f"`{slug}` is not in this feed", where=str(folder), hint=f"Published: {there}."
            )
        done = draft.finish(dry_run=dry_run)
        if not dry_run:
            shutil.rmtree(parked, ignore_errors=True)
    return replace(done, episodes=(slug,))


def rollback(folder: Path, *, dry_run: bool = False) -> Outcome:
    """Undo the last publish or unpublish; undoing twice does it again.

    Raises:
        StudioError: ``nothing-to-roll-back``.
    """
    with locked(folder):
        changes = step_back(folder)
        done = Outcome(folder, (), _visible(changes))
        if dry_run:
            changes.discard()
        else:
            changes.commit()
    return done


def schedule(build: Path, show: Show, folder: Path, *, at: datetime.datetime, now: datetime.datetime) -> Outcome:
    """Check a build now and keep a copy of it, to be published with the first publish at or after ``at``.

    Nothing of it can be seen in the feed folder's addresses until then.

    Raises:
        ConfigurationError: ``date-passed``.
        PublishError: a check failed.
    """
    if at <= now:
        raise ConfigurationError(
            "date-passed", f"{at.isoformat()} has passed", hint="Publish without --schedule, or name a later date."
        )
    release = read_release(build)
    with locked(folder):
        _check(replace(release, published=None), show, folder, now)
        parked = _parked(folder, release.slug)
        shutil.rmtree(parked, ignore_errors=True)
        parked.mkdir(parents=True)
        for name in (*release.files, "manifest.json"):
            copy_durably(build / name, parked / name)
        # The date is written last: a copy without it is incomplete and is passed over.
        write_atomically(parked / "schedule.json", json.dumps({"at": at.isoformat()}).encode())
    return Outcome(folder, (release.slug,), ())


def scheduled(folder: Path) -> tuple[tuple[str, datetime.datetime], ...]:
    """Episodes that wait, and for when."""
    found = []
    for path in sorted((folder / STATE / "scheduled").glob("*/schedule.json")):
        moment = _moment(json.loads(path.read_text())["at"])
        if moment is not None:
            found.append((path.parent.name, moment))
    return tuple(found)


def _check(release: Release, show: Show, folder: Path, now: datetime.datetime) -> None:
    report = Report()
    check_show(report, show)
    # What is published already has been measured when it was.
    check_release(report, release, show, measure=not is_published_audio(folder, release))
    report.expect(
        release.published is None or release.published <= now,
        "date-reached",
        "the episode's date has come (a later one needs --schedule)",
        where=f"{release.slug}/manifest.json",
        found=release.published,
    )
    if report.broken:
        raise PublishError(release.slug, report.broken)


def _visible(changes: Transaction) -> tuple[tuple[str, str], ...]:
    return tuple(change for change in changes.changes if not change[1].startswith(f"{STATE}/"))


def _diff(path: Path, after: bytes) -> str:
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = difflib.unified_diff(before, after.decode().splitlines(), "feed.xml", "feed.xml (after)", lineterm="")
    return "\n".join(lines)


def _due(folder: Path, now: datetime.datetime) -> list[Release]:
    due = [(slug, at) for slug, at in scheduled(folder) if at <= now]
    return [replace(read_release(_parked(folder, slug)), published=at) for slug, at in due]


def _parked(folder: Path, slug: str) -> Path:
    return folder / STATE / "scheduled" / slug


def _moment(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None
