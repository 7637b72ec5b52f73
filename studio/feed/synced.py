"""What a feed folder knows of a copy of it that is served elsewhere: the feed as it was last seen there.

It is the common ground on which two machines that publish to one place can tell who changed what.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from studio.feed.names import tag
from studio.feed.records import base_of, id_of
from studio.feed.state import STATE, sealed, unsealed

if TYPE_CHECKING:
    from lxml import etree

COPIES = f"{STATE}/mirrors"


@dataclass(frozen=True, slots=True)
class Synced:
    """The last state of a copy that was seen.

    Attributes:
        feed: SHA-256 of its feed and archives.
        items: a digest of each item, by :func:`key_of`.
        files: size and time of change of the file here, and its version there, by path; of those that were sent.
    """

    feed: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[int, int, str]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The note."""
        return sealed(json.dumps({"feed": self.feed, "items": dict(self.items), "files": dict(self.files)}, indent=0))


def synced_path(url: str) -> str:
    """Where the note about a copy lies in the feed folder."""
    return f"{COPIES}/{hashlib.sha256(url.encode()).hexdigest()[:16]}.json"


def read_synced(path: Path) -> Synced | None:
    """A note; None where there is none, or it is damaged."""
    try:
        note = unsealed(path.read_bytes())
        return Synced(
            str(note["feed"]),
            {str(key): str(digest) for key, digest in note["items"].items()},
            {
                name: (int(size), int(time), str(version))
                for name, (size, time, version) in note["files"].items()
                if is_plain(name)
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def elsewhere(folder: Path) -> set[str]:
    """Ids of episodes that were published from another machine: they are in the feed, their files are in its copy."""
    found = {name for path in (folder / COPIES).glob("*.json") for name in (read_synced(path) or Synced()).items}
    return {name for name in found if not (folder / "episodes" / name).exists()}


def is_plain(name: str) -> bool:
    """Whether a path stays in its folder and is none of the notes."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not path.parts[0].startswith(".")


def key_of(item: etree._Element) -> str:
    """What an item is known by on every machine: its episode's id, or for one of another tool what else it has."""
    enclosure = item.find("enclosure")
    address = "" if enclosure is None else enclosure.get("url", "")
    return id_of(item) or (item.findtext("guid") or "").strip() or address or item.findtext("title") or ""


def digest_of(item: etree._Element) -> str:
    """A digest of what an item says, whatever the feed's address and the show's artwork are."""
    from lxml import etree

    plain = copy.deepcopy(item)
    plain.tail = None
    for image in plain.findall(tag("itunes:image")):
        plain.remove(image)
    text = etree.tostring(plain, method="c14n", exclusive=True)
    base = base_of(item)
    return hashlib.sha256(text.replace(base.encode(), b"") if base else text).hexdigest()[:32]


def feed_digest(data: bytes, archives: Mapping[str, bytes] | None = None) -> str:
    """SHA-256 of a feed and of its archives, which may change alone."""
    parts = [data, *(part for name, older in sorted((archives or {}).items()) for part in (name.encode(), older))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
