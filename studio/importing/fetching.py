"""A feed or a picture from the web or a file: of a bounded size, over http or https, and never from anywhere else."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from studio import __version__
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.files import unreadable

if TYPE_CHECKING:
    from http.client import HTTPMessage

MOST_BYTES = 64_000_000
_CHUNK_BYTES = 1 << 18
_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes, and the address that they came from in the end; a path where that is no address of the web."""

    data: bytes
    address: str


class _OnlyWeb(urllib.request.HTTPRedirectHandler):
    """Follows a server elsewhere only on the web."""

    def redirect_request(  # noqa: PLR0917 - the signature is urllib's
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if not is_web(newurl):
            raise StudioError(
                "unsafe-address",
                "the server sends us on to an address that is not of the web",
                where=newurl[:200],
                hint="Nothing was read from there; ask the host for the feed's address.",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_web(address: str) -> bool:
    """Whether this is an address that begins with http or https and names a host."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket without its pair
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def fetch(address: str, *, most_bytes: int = MOST_BYTES) -> Fetched:
    """Read what a person, or a feed, names.

    Args:
        address: of the web, or a path.
        most_bytes: the greatest size.

    Raises:
        ConfigurationError: ``missing-source``, ``unsafe-address`` where it is neither.
        StudioError: ``fetch-failed``, ``unsafe-address`` of a redirect, ``too-large``, ``unreadable``.
    """
    if is_web(address):
        return _from_web(address, most_bytes)
    if "://" in address:
        raise ConfigurationError(
            "unsafe-address",
            "feeds are read from http, https and files",
            where=address[:200],
            hint="Download it first.",
        )
    path = Path(address)
    if not path.is_file():
        raise ConfigurationError(
            "missing-source", "there is no such file", where=address, hint="Name a file, or an address with https://."
        )
    try:
        if path.stat().st_size > most_bytes:
            raise _too_large(address, most_bytes)
        return Fetched(path.read_bytes(), address)
    except OSError as error:
        raise unreadable(error, path) from error


def _from_web(address: str, most_bytes: int) -> Fetched:
    opener = urllib.request.build_opener(_OnlyWeb)
    parts: list[bytes] = []
    size = 0
    try:
        request = urllib.request.Request(address, headers={"User-Agent": f"studio/{__version__}"})
        with opener.open(request, timeout=_TIMEOUT_S) as answer:
            while chunk := answer.read(_CHUNK_BYTES):
                size += len(chunk)
                if size > most_bytes:
                    raise _too_large(address, most_bytes)
                parts.append(chunk)
            return Fetched(b"".join(parts), answer.geturl())
    except urllib.error.HTTPError as error:
        reason = f"the server answers {error.code} {error.reason}"
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = str(getattr(error, "reason", None) or error or type(error).__name__)
    raise StudioError(
        "fetch-failed",
        f"it cannot be fetched: {reason}",
        where=address[:200],
        hint="Check the address and the network; a copy that you download can be named instead.",
    )


def _too_large(address: str, most_bytes: int) -> StudioError:
    return StudioError(
        "too-large",
        f"it has more than {most_bytes / 1e6:.0f} MB, which no feed or cover has",
        where=address[:200],
        hint="Is it the right address?",
    )
