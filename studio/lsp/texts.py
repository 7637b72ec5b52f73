"""The texts that the client has open, as it changes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import to_fs_path

from studio.desk.documents import Document
from studio.kit.inputs import real
from studio.lsp.positions import UTF_16, Positions


@dataclass(frozen=True)
class OpenText:
    """One state of an open text; another state is another object.

    Attributes:
        uri: as the client names it.
        version: as the client counts; None where it does not.
        document: what :mod:`studio.desk` is given.
        encoding: in whose units the client counts columns.
    """

    uri: str
    version: int | None
    document: Document
    encoding: types.PositionEncodingKind | str = UTF_16

    @cached_property
    def positions(self) -> Positions:
        """The places of this text."""
        return Positions(self.document.text, self.encoding)


class Texts:
    """Every open text, by its address.

    Args:
        home: the folder in which texts without a file are thought to be.
        told: called with every new state of a text.
        within: the folder outside which no text has a file; None where any may.
    """

    def __init__(self, home: Path, told: Callable[[OpenText], None] | None = None, within: Path | None = None) -> None:
        self.home = home
        self._within = within
        self._told = told
        self.encoding: types.PositionEncodingKind | str = UTF_16
        self._open: dict[str, OpenText] = {}

    def get(self, uri: str) -> OpenText | None:
        """The latest state of a text; None where it is not open."""
        return self._open.get(uri)

    def all(self) -> tuple[OpenText, ...]:
        """The latest state of each."""
        return tuple(self._open.values())

    def open(self, item: types.TextDocumentItem) -> OpenText:
        """Begin with a text, or begin again."""
        path = path_of(item.uri)
        if path is not None and self._within is not None and not real(path).is_relative_to(real(self._within)):
            path = None
        is_markdown = item.language_id in ("markdown", "studio", "studio-script")
        document = Document(path or self._without_file(item.uri, is_markdown=is_markdown), item.text, path is not None)
        return self._keep(OpenText(item.uri, item.version, document, self.encoding))

    def change(
        self, uri: str, version: int | None, changes: Sequence[types.TextDocumentContentChangeEvent]
    ) -> OpenText | None:
        """Apply changes, one after the other; None for a text that is not open."""
        now = self._open.get(uri)
        if now is None:
            return None
        text = now.document.text
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                span = Positions(text, self.encoding).span(change.range)
                text = text[: span.start] + change.text + text[span.end :]
            else:
                text = change.text
        document = Document(now.document.path, text, now.document.is_file)
        return self._keep(OpenText(uri, version, document, self.encoding))

    def close(self, uri: str) -> OpenText | None:
        """End with a text."""
        return self._open.pop(uri, None)

    def _keep(self, text: OpenText) -> OpenText:
        self._open[text.uri] = text
        if self._told is not None:
            self._told(text)
        return text

    def _without_file(self, uri: str, *, is_markdown: bool) -> Path:
        name = Path(unquote(urlsplit(uri).path)).name or "untitled"
        return self.home / (f"{name}.md" if is_markdown and not name.endswith(".md") else name)


def path_of(uri: str) -> Path | None:
    """The file that an address names; None for what has none (``untitled:``, ``git:``)."""
    if urlsplit(uri).scheme != "file":
        return None
    found = to_fs_path(uri)
    return Path(found) if found and "\0" not in found else None
