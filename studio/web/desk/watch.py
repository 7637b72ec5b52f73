"""What other programs do to the show's files, noticed while the desk is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from studio.kit.errors import StudioError
from studio.kit.inputs import real
from studio.live.saving import on_disk
from studio.web.desk.site import Site

#: An editor may take a file away for a moment before it puts another one there.
_AWAY_S = 0.4
#: A folder, whether all that is in it is watched as well, and its number: another one may come in its place.
_Place = tuple[Path, bool, int]
_FOLDERS = ("scripts", "voices")
_SETTINGS = (".yaml", ".yml", ".pls", ".xml")


async def follow(site: Site) -> None:
    """Tell pages of every change, until cancelled; what is watched follows the settings."""
    watched: dict[_Place, asyncio.Task[None]] = {}
    try:
        while True:
            site.settings_changed.clear()
            wanted = await site.on_desk(lambda: _folders(site))
            for place in watched.keys() - wanted:
                watched.pop(place).cancel()
            for place in wanted - watched.keys():
                watched[place] = asyncio.ensure_future(_follow(site, place[0], recursive=place[1]))
            await site.settings_changed.wait()
    finally:
        for task in watched.values():
            task.cancel()


async def _follow(site: Site, folder: Path, *, recursive: bool) -> None:
    async for paths in _changes(folder, recursive=recursive):
        await take_note(site, paths)


async def _changes(folder: Path, *, recursive: bool) -> AsyncIterator[set[Path]]:
    from watchfiles import awatch

    async for changes in awatch(folder, recursive=recursive, watch_filter=None, debounce=400, step=40):
        yield {Path(path) for _, path in changes if not _is_hidden(path)}


async def take_note(site: Site, paths: Iterable[Path]) -> None:
    """Look at what has changed on disk."""
    scripts = {real(path) for path in paths if path.suffix == ".md"}
    for script in scripts:
        await _script_changed(site, script)
    if settings := {real(path) for path in paths if path.suffix.lower() in _SETTINGS or path.name in _FOLDERS}:
        site.show_changed(*settings)
    elif scripts:
        site.scripts_changed()


async def _script_changed(site: Site, script: Path) -> None:
    known = site.known.get(script)
    if known is None:
        return
    if not script.exists():
        await asyncio.sleep(_AWAY_S)
    if not script.exists():
        site.disk_changed(script, None)
        return
    try:
        theirs = await asyncio.to_thread(on_disk, script)
    except StudioError:
        return  # whoever saves, or reads, hears why
    if theirs.revision != known:
        site.disk_changed(script, theirs)


def _folders(site: Site) -> set[_Place]:
    """What is watched now: the show's folders, and where its lexicons lie."""
    try:
        lexicons = site.live.show().lexicons
    except StudioError:  # the settings cannot be read; they are watched
        lexicons = ()
    deep = {site.root / name for name in _FOLDERS}
    beside = {path.parent for path in lexicons if not any(path.is_relative_to(folder) for folder in deep)}
    found = {(folder, True) for folder in deep} | {(folder, False) for folder in {site.root, *beside}}
    return {(folder, is_deep, folder.stat().st_ino) for folder, is_deep in found if folder.is_dir()}


def _is_hidden(path: str) -> bool:
    return Path(path).name.startswith(".") or path.endswith("~")
