"""``studio publish``: put finished episodes into the feed folder."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import Format, FormatOption, ShowOption, print_json
from studio.kit.errors import ConfigurationError

if TYPE_CHECKING:
    from studio.publish.publish import Outcome

FeedOption = Annotated[
    Path | None, typer.Option("--feed", metavar="FOLDER", help="The feed folder; by default public/ of the show.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Change nothing; show what would change.")]


def publish(
    episodes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[EPISODE]...", help="Ids of rendered episodes; none publishes what is scheduled and due."
        ),
    ] = None,
    *,
    also: Annotated[
        str, typer.Option("--also", metavar="FORMATS", help="Offer what was rendered in these formats, too: opus, m4a.")
    ] = "",
    at: Annotated[
        str | None,
        typer.Option(
            "--schedule", metavar="DATE", help="Check now, publish with the first `studio publish` after DATE."
        ),
    ] = None,
    back: Annotated[bool, typer.Option("--rollback", help="Undo the last publish; twice does it again.")] = False,
    dry_run: DryRunOption = False,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="URL", help="Then copy the feed folder there, e.g. s3://bucket/podcast."),
    ] = None,
    feed: FeedOption = None,
    show: ShowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Publish rendered episodes to the feed folder: all or nothing, and safe to repeat."""
    from studio.episode.release import build_folder
    from studio.publish import publish as transactions
    from studio.publish.mirror import mirror
    from studio.settings.show import show_from

    the_show = show_from(show)
    folder = feed or the_show.root / "public"
    now = datetime.datetime.now(datetime.UTC)
    builds = [build_folder(the_show, episode) for episode in episodes or ()]
    if back:
        outcome = transactions.rollback(folder, dry_run=dry_run)
    elif at is not None:
        if len(builds) != 1:
            raise ConfigurationError(
                "one-episode", "--schedule takes one episode", hint="studio publish ep17 --schedule DATE"
            )
        moment = _date(at)
        with working("checking"):
            outcome = transactions.schedule(builds[0], the_show, folder, at=moment, now=now)
    else:
        formats = [name for name in also.replace(" ", "").split(",") if name]
        with working("checking and publishing"):
            outcome = transactions.publish(builds, the_show, folder, now=now, also=formats, dry_run=dry_run)
    copied = None
    if to and not dry_run:
        with working(f"copying to {to}"):
            copied = mirror(folder, to)
    if output is Format.JSON:
        waiting = {name: moment.isoformat() for name, moment in transactions.scheduled(folder)}
        sent = None if copied is None else {"sent": copied.sent, "removed": copied.removed}
        print_json({**outcome_record(outcome), "scheduled": waiting, "copied": sent})
        return
    if at is None:
        print_outcome(outcome)
    for name, moment in transactions.scheduled(folder):
        print(f"scheduled  {name} for {moment:%Y-%m-%d %H:%M %Z}")
    if copied is not None:
        print(f"copied     {len(copied.sent)} files to {to}, removed {len(copied.removed)}")


def outcome_record(outcome: Outcome) -> dict[str, object]:
    """An outcome for ``--format json``."""
    return {
        "folder": str(outcome.folder),
        "episodes": outcome.episodes,
        "changes": [{"change": change, "path": path} for change, path in outcome.changes],
        "feed_diff": outcome.feed_diff,
    }


def print_outcome(outcome: Outcome) -> None:
    """What changed, a line each, after the diff of a dry run."""
    if outcome.feed_diff:
        print(outcome.feed_diff)
    for change, path in outcome.changes:
        print(f"{change:<9}  {outcome.folder / path}")
    if not outcome.changes:
        print(f"nothing to change in {outcome.folder}")


@contextmanager
def working(on: str) -> Iterator[None]:
    """A sign of life on a terminal while something takes its time."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(on):
        yield


def _date(text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            "bad-date",
            f"`{text}` is not a date",
            hint="Write it like 2026-09-01T06:00+02:00; without a zone it is UTC.",
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
