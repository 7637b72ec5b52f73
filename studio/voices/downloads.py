"""Fetching large files: over TLS, resumed after a break, checked for size and content, never half there."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.files import storage_error

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from pathlib import Path

_CHUNK_BYTES = 1 << 18
_TRIES = 4
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of known content on a server, at an ``https`` address or on this machine."""

    name: str
    url: str
    size_bytes: int
    sha256: str


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a server elsewhere only where nobody on the way can listen in, and never to this machine from outside."""

    def redirect_request(  # noqa: PLR0917 - the signature is urllib's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if not _is_safe(newurl, came_from=req.full_url):
            raise StudioError(
                "unsafe-address", "the server sends us on to an address that is not https", where=newurl[:200],
                hint="Nothing was fetched from there; try again later, or from another network.",
            )  # fmt: skip
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(file: RemoteFile, folder: Path, events: Events | None = None, *, timeout_s: float = 30.0) -> Path:
    """Download a file into a folder, unless it is there already with the right content.

    What has arrived stays in ``<name>.part``; the next try, now or in a later call, asks only for the rest.

    Args:
        file: what to fetch.
        folder: made if need be.
        events: told of progress, in bytes, under the file's name.
        timeout_s: longest silence of the server.

    Raises:
        StudioError: no connection, a server that breaks off again and again or sends us to an address that is not
            https, wrong size or content, a full disk.
    """
    target = folder / file.name
    if not _is_safe(file.url, came_from=file.url):
        raise StudioError("unsafe-address", f"{file.name} is fetched from https addresses only", where=file.url)
    if target.is_file() and target.stat().st_size == file.size_bytes and _sha256(target) == file.sha256:
        return target
    part = folder / f"{file.name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _receive(file, part, events or Events(), timeout_s)
        if _sha256(part) != file.sha256:
            part.unlink()
            raise StudioError(
                "wrong-content", f"{file.name} is not the file that was expected: its SHA-256 differs", where=file.url,
                hint="Try again later; if it stays so, the published file has changed and must not be trusted.",
            )  # fmt: skip
        part.replace(target)
    except urllib.error.URLError:
        raise
    except OSError as error:
        raise storage_error(error, target) from error
    return target


def _receive(file: RemoteFile, part: Path, events: Events, timeout_s: float) -> None:
    reason = ""
    for _ in range(_TRIES):
        have = part.stat().st_size if part.exists() else 0
        if have == file.size_bytes:
            return
        if have > file.size_bytes:
            part.unlink()
            have = 0
        try:
            _append(file, part, have, events, timeout_s)
        except urllib.error.HTTPError as error:
            if error.code == 416:  # the server has less than we have already
                part.unlink(missing_ok=True)
                reason = "its size on the server is not the expected one"
                continue
            raise StudioError(
                "download-failed", f"{file.name} cannot be fetched: the server answers {error.code} {error.reason}",
                where=file.url,
            ) from None  # fmt: skip
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            reason = str(getattr(error, "reason", None) or error or type(error).__name__)
        else:
            reason = "the connection ended early"
    if part.exists() and part.stat().st_size == file.size_bytes:
        return
    raise StudioError(
        "download-failed", f"{file.name} cannot be fetched: {reason}", where=file.url,
        hint="Check the network and run the same command again; it goes on where it stopped. A copy that you have can "
        f"be put at {part.with_suffix('')}.",
    )  # fmt: skip


def _append(file: RemoteFile, part: Path, have: int, events: Events, timeout_s: float) -> None:
    request = urllib.request.Request(file.url, headers={"Range": f"bytes={have}-"} if have else {})
    opener = urllib.request.build_opener(_SafeRedirects)
    with opener.open(request, timeout=timeout_s) as answer:
        if have and answer.status != 206:  # the server starts over, so do we
            have = 0
        with part.open("ab" if have else "wb") as out:
            while chunk := answer.read(_CHUNK_BYTES):
                have += len(chunk)
                if have > file.size_bytes:
                    out.close()
                    part.unlink()
                    raise StudioError(
                        "wrong-content", f"{file.name} is longer than the {file.size_bytes} bytes expected",
                        where=file.url,
                    )  # fmt: skip
                out.write(chunk)
                events.progress(file.name, have, file.size_bytes)


def _is_safe(url: str, *, came_from: str) -> bool:
    """Whether an address is https, or on this machine as was the one that led there."""
    places = [urlsplit(url), urlsplit(came_from)]
    return places[0].scheme == "https" or all(
        place.scheme == "http" and place.hostname in _THIS_MACHINE for place in places
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
