"""Publishing as a transaction: everything is checked and made first, media land next, the feed that names them last."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.episode.release import Release, read_release
from studio.feed.records import EpisodeRecord
from studio.feed.state import schedules
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.events import Events
from studio.model.show import Show
from studio.publish.correct import correction_text
from studio.publish.draft import FEED, Draft, Outcome, visible_changes
from studio.publish.merge import There
from studio.publish.mirror import Mirrored, mirror
from studio.publish.note import Note, undated, with_note
from studio.publish.prefer import Prefer
from studio.publish.scheduled import due, park, unpark
from studio.publish.stage import check_built, feed_formats, is_published_audio
from studio.publish.transaction import Transaction, locked, step_back
from studio.verify.build import check_release, check_show
from studio.verify.report import Promise, Report

SHOWN = 5


class PublishError(StudioError):
    """A build, or the show (``slug`` is empty), that is not fit for a feed; ``broken`` is all that does not hold."""

    def __init__(self, slug: str, broken: Sequence[Promise]) -> None:
        shown = "\n".join(f"  {promise}" for promise in broken[:SHOWN])
        more = f"\n  and {len(broken) - SHOWN} more" if len(broken) > SHOWN else ""
        super().__init__(
            "not-publishable",
            f"{slug or 'the show'} is not fit to be published, and nothing was changed:\n{shown}{more}",
            hint=f"`{f'studio verify {slug}'.strip()}` lists every check.",
        )
        self.slug = slug
        self.broken = tuple(broken)

    def __reduce__(self) -> tuple[object, ...]:
        return (PublishError, (self.slug, self.broken))


def publish(
    builds: Sequence[Path],
    show: Show,
    folder: Path,
    *,
    now: datetime.datetime,
    also: Sequence[str] = (),
    dry_run: bool = False,
    there: There | None = None,
    prefer: Prefer | None = None,
    notes: Mapping[str, Note] | None = None,
    correction: str | None = None,
    events: Events | None = None,
) -> Outcome:
    """Put finished builds into a feed folder, together with scheduled ones that are due.

    One that is due and not fit does not keep others back: it waits on, and the outcome names it.

    Args:
        builds: build folders (``build/<id>/``); none publishes what is due.
        show: the show that the feed is of.
        folder: the feed folder; made where it is not there.
        now: the time, with zone: the date of episodes that name none.
        also: further formats that the builds have, of ``opus`` and ``m4a``.
        dry_run: change nothing and tell what would change.
        there: the copy that is served; what it has and this folder has not is taken over first.
        prefer: whose version stands where an episode was changed both there and here.
        notes: of when episodes were first published, by id.
        correction: what was wrong in the sound that the builds take the place of, as listeners are to read it.
        events: told of each build that is checked and staged, and where the folder begins to change; what is raised
            there gives everything up, and leaves the folder as it is.

    Raises:
        PublishError: a check failed.
        StudioError: nothing to correct (``not-published``, ``nothing-to-correct``), no build, a build without a format
            that was asked for (``format-not-built``), a feed that cannot be read or written, another publish at work,
            an episode that was changed on both sides (``feed-conflict``).
    """
    formats = feed_formats(also)
    told = None if correction is None else correction_text(correction)
    events = events or Events()
    named = [read_release(build) for build in builds]
    for release in named:
        check_built(release, formats)
    without_date = undated(named)
    named = [with_note(release, (notes or {}).get(release.slug)) for release in named]
    with locked(folder) as doubts:
        # An episode that is published now needs its schedule no longer.
        waiting, unfit = _fit(folder, show, now, without={release.slug for release in named})
        releases = [*waiting, *named]
        if not releases and not (folder / FEED).exists() and not (there and there.is_news):
            return Outcome(folder, (), (), refused=tuple(unfit), doubts=(*doubts, *_sentences(unfit)))
        _check_show(show)
        for number, release in enumerate(named):
            events.progress("check", number, len(named))
            _check(release, show, folder, now)
        with _draft(folder, show, there, prefer) as draft:
            draft.doubts += filter(None, (_draft_doubt(release, show) for release in releases))
            for number, release in enumerate(releases):
                events.progress("stage", number, len(releases))
                if prefer is Prefer.THERE and draft.merged and release.slug in draft.merged.unseen:
                    draft.doubts.append(f"{release.slug} was published from elsewhere, and that version is kept")
                    continue
                # What was scheduled is published in the formats that it was built in.
                kinds = [kind for kind in formats if f"{release.slug}.{kind}" in release.files]
                draft.put(release, now, kinds, told if release in named else None)
                unpark(draft.changes, release.slug)
            done = draft.finish(now=now, dry_run=dry_run, events=events)
    without_date.update(release.slug for release in waiting)
    return replace(
        done,
        episodes=tuple(release.slug for release in releases),
        undated=tuple(record for record in draft.listed() if record.id in without_date),
        refused=tuple(unfit),
        doubts=(*doubts, *done.doubts, *_sentences(unfit)),
    )


def unpublish(
    slug: str,
    show: Show,
    folder: Path,
    *,
    now: datetime.datetime,
    dry_run: bool = False,
    there: There | None = None,
    prefer: Prefer | None = None,
) -> Outcome:
    """Take an episode out of the feed, then its files; its GUID stays reserved for it.

    Args:
        slug: the episode's id.
        show: the show that the feed is of.
        folder: the feed folder.
        now: the time, with zone.
        dry_run: change nothing and tell what would change.
        there: the copy that is served; what it has and this folder has not is taken over first.
        prefer: whose version stands where an episode was changed both there and here.

    Raises:
        StudioError: ``not-published``, ``feed-conflict``.
    """
    with locked(folder) as doubts:
        if not (folder / FEED).exists() and not (there and there.is_news):
            return _call_off(slug, folder, doubts, dry_run=dry_run)
        with _draft(folder, show, there, prefer) as draft:
            if not any([draft.remove(slug), unpark(draft.changes, slug)]):
                raise _not_published(slug, folder, draft.listed())
            done = draft.finish(now=now, dry_run=dry_run)
    return replace(done, episodes=(slug,), doubts=(*doubts, *done.doubts))


def _call_off(slug: str, folder: Path, doubts: tuple[str, ...], *, dry_run: bool) -> Outcome:
    """Take back a schedule where nothing has been published yet."""
    changes = Transaction(folder)
    if not unpark(changes, slug):
        raise _not_published(slug, folder, ())
    if not dry_run:
        changes.commit()
    return Outcome(folder, (slug,), (), doubts=doubts)


def _not_published(slug: str, folder: Path, listed: Sequence[EpisodeRecord]) -> StudioError:
    known = ", ".join([record.id for record in listed if record.id][:8]) or "nothing"
    return StudioError("not-published", f"`{slug}` is not in this feed", where=str(folder), hint=f"Published: {known}.")


def rollback(folder: Path, *, steps: int = 1, dry_run: bool = False) -> Outcome:
    """Undo the last changes to a feed folder; undoing is a change as well, and so can be undone.

    Args:
        folder: the feed folder.
        steps: how many changes are undone.
        dry_run: change nothing and tell what would change.

    Raises:
        StudioError: ``nothing-to-roll-back``, ``damaged-history``.
    """
    with locked(folder) as doubts:
        changes = step_back(folder, steps)
        done = Outcome(folder, (), visible_changes(changes), doubts=doubts)
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
    with locked(folder) as doubts:
        _check_show(show)
        _check(replace(release, published=None), show, folder, now)
        changes = Transaction(folder)
        try:
            park(changes, release, at)
            changes.commit()
        except BaseException:
            changes.discard()
            raise
    return Outcome(folder, (release.slug,), (), doubts=(*doubts, *filter(None, [_draft_doubt(release, show)])))


def copy_to(folder: Path, url: str, **options: Any) -> Mirrored:
    """Bring the copy that is served up to date; see :func:`studio.publish.mirror.mirror`."""
    with locked(folder):
        return mirror(folder, url, **options)


def scheduled(folder: Path) -> tuple[tuple[str, datetime.datetime], ...]:
    """Episodes that wait, and for when."""
    return tuple(schedules(folder)[0].items())


@contextmanager
def _draft(folder: Path, show: Show, there: There | None = None, prefer: Prefer | None = None) -> Iterator[Draft]:
    """A draft whose staged files are cleared away where it comes to nothing."""
    draft = Draft.of(folder, show, there, prefer)
    try:
        yield draft
    except BaseException:  # somebody gave it up, too
        draft.changes.discard()
        raise


def _fit(folder: Path, show: Show, now: datetime.datetime, without: set[str]) -> tuple[list[Release], dict[str, str]]:
    """What is due and fit to be published; and the reason, by id, for what is not."""
    found = due(folder, now)
    unfit = {slug: reason for slug, reason in found.unfit.items() if slug not in without}
    fit = []
    for release in found.releases:
        if release.slug not in without:
            try:
                _check(release, show, folder, now)
                fit.append(release)
            except PublishError as error:
                unfit[release.slug] = str(error.broken[0])
    return fit, unfit


def _draft_doubt(release: Release, show: Show) -> str:
    """That an episode is a draft though its show has final voices, as a sentence; empty where it is not."""
    has_finals = any(name in show.voices and show.voices[name].final for name in release.voices)
    if release.is_final or not has_finals:
        return ""
    return f"{release.slug} is a draft, and the show has final voices: `studio render {release.slug} --final` first"


def _sentences(unfit: dict[str, str]) -> list[str]:
    return [
        f"{slug} was to be published and was not: {reason}; publish or schedule it again, or `studio unpublish {slug}`"
        for slug, reason in unfit.items()
    ]


def _check_show(show: Show) -> None:
    report = Report()
    check_show(report, show)
    if report.broken:
        raise PublishError("", report.broken)


def _check(release: Release, show: Show, folder: Path, now: datetime.datetime) -> None:
    report = Report()
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
