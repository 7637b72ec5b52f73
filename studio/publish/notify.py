"""Telling the world that a feed has changed: hubs of WebSub, and Podping.

Who was told of which state of the feed is noted, here or, where the feed is served from elsewhere, there: so everybody
is told once, and whoever could not be told is told by the next publish. Nothing of this can undo a publish.
"""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from studio.feed.addresses import is_private
from studio.feed.archives import is_archive
from studio.feed.state import STATE, sealed, unsealed
from studio.feed.synced import feed_digest
from studio.kit.files import write_atomically
from studio.model.show import Show
from studio.publish.asking import PATIENCE_S, ask, read, request, together
from studio.publish.destination import Destination, open_destination

NOTE = f"{STATE}/told.json"
_LATE = f"it has not answered within {PATIENCE_S:g} seconds"
_AGAIN = "the next `studio publish` tells it again"
_RESERVED = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told of the feed; ``fault`` is empty, or what went wrong and what becomes of it, as a sentence."""

    address: str
    fault: str = ""


def notify(folder: Path, show: Show, to: str | None = None, **options: Any) -> tuple[Told, ...]:
    """Tell everybody whom the show names and who has not been told of this state of the feed.

    Args:
        folder: the feed folder, published and copied.
        show: whose feed it is.
        to: where it is served from; None where it is served as it is, or copied by other means: then they are told as
            soon as the feed's address gives the new feed.
        options: passed to the file system of ``to``.
    """
    everybody = addresses(show)
    if not everybody or not (folder / "feed.xml").is_file():
        return ()
    if fault := _unfit(show):
        return tuple(Told(address, f"{address} was not told: {fault}") for address in everybody)
    state = _state(folder)
    try:
        place = open_destination(to, options) if to else None
        before = _read_note(folder, place)
    except Exception:  # a store that does not answer now: everybody is told once more
        place, before = None, {}
    waiting = [address for address in everybody if before.get(address) != state]
    if not waiting:
        return ()
    fault = "" if to else _not_served(show, (folder / "feed.xml").read_bytes())
    faults = dict.fromkeys(waiting, fault) if fault else _tell(waiting, show)
    told = {address: state for address in waiting if not faults[address]}
    kept = {address: digest for address, digest in before.items() if address in everybody}
    doubt = _write_note(folder, place, {**kept, **told}) if told else ""
    sentences = {address: f"{address} was not told: {fault}" for address, fault in faults.items() if fault}
    return tuple(Told(address, sentences.get(address, doubt)) for address in waiting)


def addresses(show: Show) -> tuple[str, ...]:
    """Everybody whom a show names."""
    podping = show.feed.podping
    return tuple(dict.fromkeys((*show.feed.hubs, *([podping.url] if podping.token else []))))


def _unfit(show: Show) -> str:
    """Why nobody is to be told of a feed, as half a sentence."""
    if is_private(show):
        return "the feed's address carries a token, which would be made public"
    host = (urlsplit(show.feed_url).hostname or "").lower()
    try:
        is_public = ipaddress.ip_address(host).is_global
    except ValueError:
        is_public = "." in host and not host.endswith(_RESERVED)
    return "" if is_public else f"{show.feed_url} is no address that anybody else can read (`feed: {{url: …}}`)"


def _state(folder: Path) -> str:
    """A digest of the feed and of its archives."""
    older = {path.name: path.read_bytes() for path in folder.glob("feed-*.xml") if is_archive(path.name)}
    return feed_digest((folder / "feed.xml").read_bytes(), older)


def _not_served(show: Show, feed: bytes) -> str:
    """Why a feed cannot be read yet where it says that it is, as half a sentence."""
    asked = request(show.feed_url, headers={"Cache-Control": "no-cache", "Accept": "application/rss+xml, */*"})
    served, fault = together([partial(read, asked)], (b"", _LATE))[0]
    if served == feed:
        return ""
    reason = fault or "it is still another feed"
    return f"{show.feed_url} does not give this feed yet ({reason}); when it is there, run `studio publish` again"


def _tell(waiting: list[str], show: Show) -> dict[str, str]:
    """Address → why it could not be told, as half a sentence; empty where it was."""
    questions = [partial(_tell_one, address, show) for address in waiting]
    return dict(zip(waiting, together(questions, f"{_LATE}; {_AGAIN}"), strict=True))


def _tell_one(address: str, show: Show) -> str:
    podping = show.feed.podping
    if not podping.token or address != podping.url:
        # The Recommendation leaves the form open: most hubs read `hub.url`, some `hub.topic`.
        form = {"hub.mode": "publish", "hub.url": show.feed_url, "hub.topic": show.feed_url}
        fault = ask(request(address, form=form))
        return fault and f"{fault}; {_AGAIN}"
    token = os.environ.get(podping.token, "").strip()
    if not token or not token.isprintable() or not token.isascii():
        what = "does not hold a token" if token else "is not set"
        return f"the environment variable {podping.token} {what}; set it, and {_AGAIN}"
    query = urlencode({"url": show.feed_url, "reason": "update", "medium": "podcast"})
    separator = "&" if urlsplit(address).query else "?"
    fault = ask(request(f"{address}{separator}{query}", headers={"Authorization": token}))
    if fault.startswith("it answers 401"):
        return f"it does not know the token in {podping.token}; mend it, and {_AGAIN}"
    return fault and f"{fault}; {_AGAIN}"


def _read_note(folder: Path, place: Destination | None) -> dict[str, str]:
    """Address → the state of the feed that it was told of; what is damaged counts as nobody told."""
    try:
        data = place.read(NOTE) if place else (folder / NOTE).read_bytes()
        return {str(address): str(state) for address, state in unsealed(data or b"")["told"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write_note(folder: Path, place: Destination | None, told: Mapping[str, str]) -> str:
    """Note who was told; returns why that failed, as a sentence."""
    try:
        write_atomically(folder / NOTE, sealed(json.dumps({"told": told}, indent=1, sort_keys=True)))
        if place:
            place.send(folder / NOTE, NOTE)
    except Exception as error:  # whatever a store may raise, the feed is published
        return f"it could not be noted who was told ({error}); they are told once more by the next publish"
    return ""
