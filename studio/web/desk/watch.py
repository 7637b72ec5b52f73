"""What other programs do to the show's files, noticed while the desk is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from studio.kit.errors import StudioError
from studio.live.saving import on_disk
from studio.web.desk.site import Site

#: An editor may take a file away for a moment before it puts another one there.
_AWAY_S = 0.4
_SETTINGS = (".yaml", ".yml", ".pls", ".xml")


async def follow(site: Site) -> None:
    """Tell pages of every change, until cancelled."""
    await asyncio.gather(
        _follow(site, _folders(site.root), recursive=True), _follow(site, [site.root], recursive=False)
    )


async def _follow(site: Site, folders: list[Path], *, recursive: bool) -> None:
    if not folders:
        return
    async for paths in _changes(folders, recursive=recursive):
        await take_note(site, paths)


async def _changes(folders: list[Path], *, recursive: bool) -> AsyncIterator[set[Path]]:
    from watchfiles import awatch

    async for changes in awatch(*folders, recursive=recursive, watch_filter=None, debounce=400, step=40):
        yield {Path(path) for _, path in changes if not _is_hidden(path)}


async def take_note(site: Site, paths: Iterable[Path]) -> None:
    """Look at what has changed on disk."""
    scripts = {path.resolve() for path in paths if path.suffix == ".md"}
    for script in scripts:
        await _script_changed(site, script)
    if any(path.suffix.lower() in _SETTINGS for path in paths):
        site.show_changed()
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


def _folders(root: Path) -> list[Path]:
    return [folder for folder in (root / "scripts", root / "voices") if folder.is_dir()]


def _is_hidden(path: str) -> bool:
    return Path(path).name.startswith(".") or path.endswith("~")
