"""What happens, told to every page that listens; a page that listens slowly is told less, not later."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

MOST_STREAMS = 64


@dataclass(eq=False)
class Mailbox:
    """What one page has not been told yet; a newer word on a matter takes the place of the older one.

    Attributes:
        client: whose page it is.
        episode: id of the one that it shows.
    """

    client: str
    episode: str
    _waiting: dict[tuple[str, str], str] = field(default_factory=dict)
    _rings: asyncio.Event = field(default_factory=asyncio.Event)
    _is_over: bool = False

    def put(self, event: str, matter: str, data: str) -> None:
        """Leave a message; in the loop's thread."""
        if event == "segments":  # it says what each of them would
            for one in [one for one in self._waiting if one[0] == "segment"]:
                del self._waiting[one]
        self._waiting.pop((event, matter), None)
        self._waiting[event, matter] = data
        self._rings.set()

    def end(self) -> None:
        """Tell nothing more; in the loop's thread."""
        self._is_over = True
        self._rings.set()

    async def __aiter__(self) -> AsyncIterator[dict[str, str]]:
        """Messages as they come in."""
        while not self._is_over:
            await self._rings.wait()
            self._rings.clear()
            while self._waiting:
                (event, matter), data = next(iter(self._waiting.items()))
                del self._waiting[event, matter]
                yield {"event": event, "data": data}


class Hub:
    """Every mailbox."""

    def __init__(self) -> None:
        self._boxes: set[Mailbox] = set()

    def close(self) -> None:
        """Let every page go; in the loop's thread."""
        for box in self._boxes:
            box.end()

    def listen(self, client: str, episode: str) -> Mailbox | None:
        """A mailbox, to be given back with :meth:`leave`; None where nobody more can listen."""
        if len(self._boxes) >= MOST_STREAMS:
            return None
        box = Mailbox(client, episode)
        self._boxes.add(box)
        return box

    def leave(self, box: Mailbox) -> None:
        """Give a mailbox back."""
        self._boxes.discard(box)

    def hears(self, client: str, episode: str) -> bool:
        """Whether a client's page on an episode listens now."""
        return any((box.client, box.episode) == (client, episode) for box in self._boxes)

    def tell(
        self, event: str, data: Any, *, matter: str = "", client: str | None = None, episode: str | None = None
    ) -> None:
        """Tell pages, of one client or all, on one episode or any; in the loop's thread."""
        boxes = [box for box in self._boxes if client in (None, box.client) and episode in (None, box.episode)]
        if boxes:
            text = data if isinstance(data, str) else as_text(data)
            for box in boxes:
                box.put(event, matter, text)


def as_text(data: Any) -> str:
    """Values as one line of JSON."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))
