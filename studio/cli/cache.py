"""``studio cache``: what the cache holds, whether it is whole, and making room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import CacheOption, FormatOption, ReportFormat, ShowOption, print_json, put, warn

if TYPE_CHECKING:
    from studio.settings.workspace import Workspace

_MOST_LISTED = 20


def info(*, show: ShowOption = None, cache: CacheOption = None, output: FormatOption = ReportFormat.TEXT) -> None:
    """Say what the cache holds: by kind, by episode and by voice.

    What several episodes share counts for each of them.
    """
    from studio.actions import cache as actions
    from studio.kit.quantities import size

    found = actions.info(_opened(show, cache))
    if output is ReportFormat.JSON:
        print_json(found.as_json())
        return
    put(f"{found.folder}  {size(found.size_bytes)}")
    for title, table in (("kind", found.kinds), ("episode", found.episodes), ("voice, takes alone", found.voices)):
        put(f"by {title}")
        for name, (size_bytes, count) in table.items():
            put(f"  {name:<24} {size(size_bytes):>10}  {count:,} file{'s' * (count != 1)}")
    for doubt in found.doubts:
        warn(doubt)


def verify(
    *,
    remove: Annotated[bool, typer.Option("--remove", help="Delete what is damaged; renders make it again.")] = False,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Read everything in the cache and hold it against its seal; takes against their names, too.

    Exit code 1 if something is damaged and stays.
    """
    from studio.actions import cache as actions

    found = actions.verify(_opened(show, cache), remove=remove)
    if output is ReportFormat.JSON:
        print_json(found.as_json())
    else:
        for path, fault, episodes in found.damaged:
            again = f"; {', '.join(episodes)} will make it again" if episodes else "; no episode uses it"
            put(f"{'removed' if remove else 'DAMAGED'}  {path}: {fault}{again}")
        count = len(found.damaged)
        put(f"{found.checked:,} entries, {f'{count:,} damaged' if count else 'all whole'}")
    if found.damaged and not remove:
        raise typer.Exit(1)


def gc(
    *,
    keep: Annotated[str, typer.Option("--keep", metavar="TIME", help="How long unused files are kept.")] = "30d",
    max_size: Annotated[
        str | None,
        typer.Option("--max-size", metavar="SIZE", help="Then remove the oldest unused ones until it is no larger."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Remove what no episode uses and what is older than a month, or than --keep says.

    What an episode uses stays, as it is now and as it was rendered last, and so do takes chosen by hand. Files younger
    than an hour stay, too: renders may go on meanwhile.
    """
    from studio.actions import cache as actions
    from studio.kit.quantities import bytes_of, seconds_of, size

    keep_s, most_bytes = seconds_of(keep), None if max_size is None else bytes_of(max_size)
    found = actions.collect(_opened(show, cache), keep_s=keep_s, most_bytes=most_bytes, dry=dry_run)
    if output is ReportFormat.JSON:
        print_json(found.as_json())
        return
    for kept in found.removed[:_MOST_LISTED]:
        put(f"{'would go' if dry_run else 'removed '}  {size(kept.size_bytes):>10}  {kept.path}")
    if len(found.removed) > _MOST_LISTED:
        put(f"and {len(found.removed) - _MOST_LISTED:,} more")
    made = "would make" if dry_run else "made"
    put(f"{made} {size(found.freed_bytes)} of room; {size(found.left_bytes)} left, {size(found.in_use_bytes)} in use")
    for doubt in found.doubts:
        warn(doubt)
    if most_bytes is not None and found.left_bytes > most_bytes:
        warn(f"the cache is still larger than {size(most_bytes)}: what is left is in use, or younger than an hour")


def _opened(show: Path | None, cache: Path | None) -> Workspace:
    from studio.settings.workspace import open_workspace

    return open_workspace(show, cache=cache, about=())
