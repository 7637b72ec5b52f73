"""``studio verify``: finished files read back and held against every promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

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
        ConfigurationError: a target that names nothing.
    """
    feeds = {target for target in targets if (Path(target) / "feed.xml").is_file()}
    build_folders(workspace.show, [target for target in targets if target not in feeds])  # wrong ones, before the work
    for target in targets or _all_there_is(workspace):
        if is_pattern(target):
            for folder in build_folders(workspace.show, [target]):
                yield folder.name, verify_build(folder, workspace.show, measure=measure)
        else:
            yield target, _verify_one(workspace, target, measure=measure)


def _verify_one(workspace: Workspace, target: str, *, measure: bool) -> Report:
    try:
        folder = build_folder(workspace.show, target)
    except ConfigurationError as error:
        if error.code != "unknown-episode" or not (Path(target) / "feed.xml").is_file():
            raise
        return verify_feed(Path(target), workspace.show, measure=measure)
    return verify_build(folder, workspace.show, measure=measure)


def _all_there_is(workspace: Workspace) -> list[str]:
    builds = sorted(path.parent.name for path in workspace.show.build.glob("*/manifest.json"))
    public = workspace.public
    return [*builds, str(public)] if (public / "feed.xml").is_file() else builds
