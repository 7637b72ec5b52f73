"""``studio publish``: put finished episodes into the feed folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, print_json, put, warn
from studio.cli.progress import working
from studio.kit.errors import ConfigurationError
from studio.publish.prefer import Prefer

if TYPE_CHECKING:
    from studio.publish.draft import Outcome
    from studio.publish.mirror import Mirrored
    from studio.publish.notify import Told
    from studio.settings.workspace import Workspace

FeedOption = Annotated[
    Path | None, typer.Option("--feed", metavar="FOLDER", help="The feed folder; by default public/ of the show.")
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="URL", help="Then bring the copy there up to date, e.g. s3://bucket/podcast."),
]
PreferOption = Annotated[
    Prefer | None,
    typer.Option("--prefer", help="Whose version stands where an episode was changed both at --to and here."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Change nothing; show what would change.")]


def publish(
    episodes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[EPISODE]...",
            help="Ids of rendered episodes, or patterns (ep1*); none publishes what is scheduled and due.",
        ),
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Every episode that is rendered.")] = False,
    also: Annotated[
        str, typer.Option("--also", metavar="FORMATS", help="Offer what was rendered in these formats, too: opus, m4a.")
    ] = "",
    at: Annotated[
        str | None,
        typer.Option(
            "--schedule", metavar="DATE", help="Check now, publish with the first `studio publish` after DATE."
        ),
    ] = None,
    correction: Annotated[
        str | None,
        typer.Option(
            "--correction",
            metavar="TEXT",
            help="Correct a published episode, and tell listeners what was wrong: its sound gets a new address.",
        ),
    ] = None,
    back: Annotated[bool, typer.Option("--rollback", help="Undo the last publish; twice does it again.")] = False,
    steps: Annotated[
        int, typer.Option("--steps", min=1, max=10, help="With --rollback: undo so many changes at once.")
    ] = 1,
    dry_run: DryRunOption = False,
    to: ToOption = None,
    prefer: PreferOption = None,
    feed: FeedOption = None,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Put rendered episodes into the feed folder.

    All of it or nothing, and safe to repeat.
    """
    from studio.actions import publish as actions
    from studio.settings.workspace import open_workspace

    if correction is not None and (back or at is not None):
        raise ConfigurationError(
            "correction-alone",
            f"--correction cannot be together with {'--rollback' if back else '--schedule'}",
            hint='Say it when the episode is published: `studio publish ep17 --correction "what was wrong"`.',
        )
    workspace = open_workspace(show, public=feed, about=episodes or ())
    episodes = ["*"] if everything else episodes
    if back:
        outcome = actions.roll_back(workspace, steps=steps, dry_run=dry_run)
    elif at is not None:
        with working("checking"):
            outcome = actions.schedule(workspace, episodes or (), at)
    else:
        formats = [name for name in also.replace(" ", "").split(",") if name]
        with working("checking and publishing"):
            outcome = actions.publish(
                workspace,
                episodes or (),
                also=formats,
                dry_run=dry_run,
                to=to,
                prefer=prefer,
                correction=correction,
            )
    copied = copy(workspace, to, dry_run=dry_run)
    tell_doubts(outcome)
    told = tell_world(workspace, to, dry_run=dry_run)
    if output is ReportFormat.JSON:
        waiting = {name: moment.isoformat() for name, moment in actions.scheduled(workspace)}
        print_json({**outcome_record(outcome, copied, told), "scheduled": waiting})
    else:
        if at is None:
            print_outcome(outcome)
        for name, moment in actions.scheduled(workspace):
            put(f"scheduled  {name} for {moment:%Y-%m-%d %H:%M %Z}")
        print_copied(copied, to)
        print_told(told)
    if outcome.refused:
        raise typer.Exit(1)


def copy(workspace: Workspace, to: str | None, *, dry_run: bool) -> Mirrored | None:
    """Bring the copy of the feed folder up to date, where there is to be one."""
    from studio.actions import publish as actions

    if not to or dry_run:
        return None
    with working(f"copying to {to}"):
        copied = actions.copy_to(workspace, to)
    for name in copied.missing:
        warn(f"{name} is neither here nor at {to}: publish that episode again")
    return copied


def tell_world(workspace: Workspace, to: str | None, *, dry_run: bool) -> tuple[Told, ...]:
    """Tell hubs and Podping of the feed; warn of whom could not be told."""
    from studio.actions import publish as actions

    if dry_run:
        return ()
    with working("telling hubs and Podping"):
        told = actions.notify(workspace, to)
    for fault in dict.fromkeys(one.fault for one in told if one.fault):
        warn(fault)
    return told


def tell_doubts(outcome: Outcome) -> None:
    """Warn of what went otherwise than a publisher would expect."""
    for doubt in outcome.doubts:
        warn(doubt)


def outcome_record(outcome: Outcome, copied: Mirrored | None, told: Sequence[Told] = ()) -> dict[str, object]:
    """An outcome and what was copied for ``--format json``."""
    record = None if copied is None else {"sent": copied.sent, "removed": copied.removed}
    told_of = [{"address": one.address, "fault": one.fault} for one in told]
    return {**outcome.as_json(), "copied": record, "told": told_of}


def print_outcome(outcome: Outcome) -> None:
    """What changed, a line each, after the diff of a dry run."""
    from studio.feed.errata import CORRECTIONS

    if outcome.feed_diff:
        put(outcome.feed_diff)
    for change, path in outcome.changes:
        put(f"{change:<9}  {outcome.folder / path}")
    for slug, count in outcome.corrected:
        passages = (
            "which passages changed is not known"
            if count is None
            else f"{count} {'change' if count == 1 else 'changes'} of what is said"
        )
        put(f"corrected  {slug}: {passages}, see {slug}.{CORRECTIONS}")
    if not outcome.changes:
        put(f"nothing to change in {outcome.folder}")


def print_copied(copied: Mirrored | None, to: str | None) -> None:
    """How much was copied, where something was."""
    if copied is not None:
        put(f"copied     {len(copied.sent)} files to {to}, removed {len(copied.removed)}")


def print_told(told: Sequence[Told]) -> None:
    """Who was told of the feed."""
    for one in told:
        if not one.fault:
            put(f"told       {one.address}")
