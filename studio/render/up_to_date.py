"""Would a render change anything? The one answer, with reasons, that a render obeys and a plan prints.

After a render a stamp keeps the record of its inputs (noted by whoever read them, see :mod:`studio.kit.inputs`), the
digest of every file that came out, and the cache entries that took part. While all of that holds, and no entry is
damaged, the former result is the result. Reading a stamp imports nothing heavy.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studio import __version__
from studio.kit.events import Events
from studio.kit.files import write_atomically
from studio.kit.inputs import FACT, Look, Record, looks, portable
from studio.kit.sealed import is_whole
from studio.kit.threads import spread
from studio.render.options import RenderOptions
from studio.render.report import Rendered
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace

_FORMAT = 5
_NEW = "it was not rendered yet"
_PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an episode is up to date.

    Attributes:
        rendered: what the last render made, if nothing has to be made again.
        reasons: else why, in words, worst first.
    """

    rendered: Rendered | None
    reasons: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether it was never rendered."""
        return self.reasons == (_NEW,)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What is kept of a render; of each product its digest and its looks."""

    made_from: Record
    rendered: Rendered
    products: Mapping[Path, tuple[str, str]]
    entries: tuple[Path, ...]


def up_to_date(
    episode: EpisodeFiles, workspace: Workspace, options: RenderOptions, events: Events | None = None
) -> Verdict:
    """Hold the stamp of the last render against the world.

    A damaged cache entry is named and deleted: then it is made again even where nothing else would ask for it.
    """
    stamp = _read(workspace, episode)
    if isinstance(stamp, Verdict):
        return stamp
    if reasons := tuple(stamp.made_from.changes(_facts(options))):
        return Verdict(None, reasons)
    products = [(path, digest) for path, (digest, _) in stamp.products.items()]
    kept = zip(products, spread(_is_product, products), strict=True)
    if reasons := tuple(f"{path} is not as it was made" for (path, _), is_kept in kept if not is_kept):
        return Verdict(None, reasons)
    entries = stamp.entries
    lost = [path for path, whole in zip(entries, spread(is_whole, entries), strict=True) if not whole]
    for path in lost:
        if path.exists():
            (events or Events()).warn(f"{path}: damaged cache entry, deleted; it is made again")
            path.unlink(missing_ok=True)
    return Verdict(None, tuple(f"{path}: cache entry lost" for path in lost)) if lost else Verdict(stamp.rendered)


def glance(episode: EpisodeFiles, workspace: Workspace, look: Look) -> Verdict:
    """The same for a render with the options of the last one, quickly.

    Finished files whose size and time of change are as they were count as whole, and the cache is not looked through.

    Args:
        episode: which one.
        workspace: in which folders.
        look: how to see what is there now, perhaps remembering it for other episodes.
    """
    stamp = _read(workspace, episode)
    if isinstance(stamp, Verdict):
        return stamp
    notes = stamp.made_from.notes.items()
    options = {name: seen for (kind, name), seen in notes if kind == FACT and name.startswith("--")}
    if reasons := tuple(stamp.made_from.changes({**_facts(RenderOptions()), **options}, look)):
        return Verdict(None, reasons)
    products = stamp.products.items()
    moved = [(path, digest) for path, (digest, looked) in products if looks(str(path)) != looked]
    reasons = tuple(f"{path} is not as it was made" for path, digest in moved if not _is_product((path, digest)))
    return Verdict(None, reasons) if reasons else Verdict(stamp.rendered)


def entries_of(workspace: Workspace, episode: EpisodeFiles) -> tuple[Path, ...]:
    """The cache entries that the last render of an episode used; none where that is not known."""
    stamp = _read(workspace, episode)
    return () if isinstance(stamp, Verdict) else stamp.entries


def _read(workspace: Workspace, episode: EpisodeFiles) -> _Stamp | Verdict:
    root = workspace.show.root
    try:
        stamp = json.loads(_path(workspace, episode).read_bytes())
        if stamp["format"] != _FORMAT:
            return Verdict(None, ("another version of studio rendered it",))
        return _Stamp(
            Record.from_json(stamp["inputs"], root),
            Rendered.from_json(stamp["rendered"], root),
            {root / name: (digest, looked) for name, (digest, looked) in stamp["products"].items()},
            tuple(root / name for name in stamp["entries"]),
        )
    except FileNotFoundError:
        return Verdict(None, (_NEW,))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Verdict(None, ("the note of the last render is damaged",))


def note_render(
    episode: EpisodeFiles,
    workspace: Workspace,
    options: RenderOptions,
    *,
    made_from: Record,
    products: Mapping[Path, str],
    entries: Iterable[Path],
    rendered: Rendered,
) -> None:
    """Keep what :func:`up_to_date` needs.

    Args:
        episode: what was rendered.
        workspace: in which folders.
        options: and how.
        made_from: what was read for it.
        products: SHA-256 of every file that came out.
        entries: sealed files of the cache that took part.
        rendered: the result.
    """
    root, record = workspace.show.root, Record(dict(made_from.notes))
    for name, value in _facts(options).items():
        record.note(FACT, name, value)
    stamp = {
        "format": _FORMAT,
        "inputs": record.as_json(root),
        "products": {
            portable(product.absolute(), root): (digest, looks(str(product))) for product, digest in products.items()
        },
        "entries": sorted({portable(entry.absolute(), root) for entry in entries}),
        "rendered": rendered.as_json(root),
    }
    write_atomically(_path(workspace, episode), json.dumps(stamp).encode())


def _path(workspace: Workspace, episode: EpisodeFiles) -> Path:
    return workspace.stamps / f"{episode.id}.json"


def _is_product(item: tuple[Path, str]) -> bool:
    path, digest = item
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def _facts(options: RenderOptions) -> dict[str, str]:
    return {**code_facts(), **options.facts()}


def code_facts() -> dict[str, str]:
    """What is run: whatever was made by other code may be otherwise now."""
    return {"studio": own_code(), "Python": sys.version, "installed packages": _packages()}


@cache
def own_code() -> str:
    """A digest over the version and the looks of all of this package's files, which an editable install may change."""
    digest = hashlib.sha256(__version__.encode())
    for folder, folders, names in os.walk(_PACKAGE):
        folders.sort()
        for name in sorted(names):
            if not name.endswith(".pyc"):
                path = f"{folder}/{name}"
                digest.update(f"\0{path}\0{looks(path)}".encode())
    return f"{__version__} ({digest.hexdigest()[:12]})"


@cache
def _packages() -> str:
    """A digest over the names and versions of all installed distributions: whatever speaks or encodes is among them."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names alone, at every command
        except OSError:
            continue  # a zip file, or a folder that is not there
        found.update(name for name in names if name.endswith((".dist-info", ".egg-info")))
    return hashlib.sha256("\0".join(sorted(found)).encode()).hexdigest()[:12]
