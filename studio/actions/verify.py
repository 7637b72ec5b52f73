"""``studio verify``: finished files read back and held against every promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from studio.feed.state import STATE
from studio.kit.errors import ConfigurationError
from studio.settings.episodes import build_folder, build_folders, is_pattern
from studio.settings.workspace import Workspace
from studio.verify.build import verify_build
from studio.verify.feed import verify_feed
from studio.verify.report import Report


def verify(workspace: Workspace, targets: Sequence[str], *, measure: bool = True) -> Iterator[tuple[str, Report]]:
    """Read builds and feed folders back, one after the other.

    Args:
        workspace: the show, its builds and its feed folder.
        targets: episodes, or patterns of their ids, as a person types them, or feed folders; none is all there is.
        measure: decode and measure the sound as well, which takes most of the time.

    Raises:
        ConfigurationError: a target that names nothing, or a feed folder without a feed.
    """
    named = targets or _all_there_is(workspace)
    feeds = {target for target in named if _is_feed(Path(target))}
    build_folders(workspace.show, [target for target in targets if target not in feeds])  # wrong ones, before the work
    for target in named:
        if is_pattern(target):
            for folder in build_folders(workspace.show, [target]):
                yield folder.name, verify_build(folder, workspace.show, measure=measure)
        else:
            yield target, _verify_one(workspace, target, measure=measure)


def _verify_one(workspace: Workspace, target: str, *, measure: bool) -> Report:
    try:
        folder = build_folder(workspace.show, target)
    except ConfigurationError as error:
        if error.code != "unknown-episode" or not _is_feed(Path(target)):
            raise
        return verify_feed(Path(target), workspace.show, measure=measure)
    return verify_build(folder, workspace.show, measure=measure)


def _is_feed(folder: Path) -> bool:
    if (folder / "feed.xml").is_file():
        return True
    if (folder / STATE).is_dir():
        raise ConfigurationError(
            "nothing-published",
            "there is no feed.xml in this folder, into which was published",
            where=str(folder),
            hint="`studio publish EPISODE` makes it again.",
        )
    return False


def _all_there_is(workspace: Workspace) -> list[str]:
    builds = sorted(path.parent.name for path in workspace.show.build.glob("*/manifest.json"))
    public = workspace.public
    published = (public / "feed.xml").is_file() or any(public.glob("episodes/*/*.mp3"))
    return [*builds, str(public)] if published else builds
