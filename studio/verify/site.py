"""Which file of the feed folder an address in the feed stands for."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag


@dataclass(frozen=True, slots=True)
class Site:
    """A feed folder and the address under which it is served.

    Attributes:
        folder: the feed folder.
        base: its address, with a slash at the end.
        query: what every address in it ends in, with its question mark; mostly empty.
        feed: the address of the feed, whatever it is called there.
    """

    folder: Path
    base: str
    query: str = ""
    feed: str = ""

    @classmethod
    def of_feed(cls, folder: Path, address: str) -> Site:
        """The folder of a feed that is served at an address."""
        path, mark, query = address.partition("?")
        return cls(folder, path.rsplit("/", 1)[0] + "/", mark + query, address)

    def path(self, address: str) -> Path | None:
        """The file behind an address; None where it lies elsewhere."""
        if not self.base or not address.startswith(self.base):
            return None
        relative = unquote(urldefrag(address).url[len(self.base) :].partition("?")[0])
        return None if ".." in relative.split("/") else self.folder / relative

    def name(self, path: Path) -> str:
        """A file as a reader of the folder knows it."""
        return path.relative_to(self.folder).as_posix()

    def address(self, name: str) -> str:
        """Where a file is served, by its path in the folder."""
        return f"{self.base}{quote(name)}{self.query}"


def integrity(path: Path) -> str:
    """Subresource hash of a file, ``sha384-…``."""
    digest = hashlib.sha384()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return "sha384-" + base64.b64encode(digest.digest()).decode()
