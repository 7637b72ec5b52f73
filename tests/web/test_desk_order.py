"""What a page hears last is how things stand: an older look never overtakes newer news."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

pytest.importorskip("sse_starlette")

from studio.live.rows import State
from studio.live.sitting import Sitting
from studio.live.views import Turned
from studio.web.desk.site import Site

LONGEST_S = 0.3


class Sit:
    """A sitting with one take, which is finished by another thread while somebody looks at the whole text."""

    asker = "page\0ep01"

    def __init__(self, site: Site) -> None:
        self.site = site
        self.state = State.MAKING
        self.finishes = threading.Thread(target=self.finish)

    def finish(self) -> None:
        self.state = State.FRESH
        self.site._told(cast("Sitting", self), Turned(0, "key", "text"))


class Loop:
    """Keeps what is to be run in the loop's thread, in order."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], Any]] = []

    def is_closed(self) -> bool:
        return False

    def call_soon_threadsafe(self, run: Callable[..., Any], *given: Any) -> None:
        self.calls.append(lambda: run(*given))


def test_the_last_word_on_a_take_is_how_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "studio.yaml").write_text("show: {title: T}\n")
    site = Site(tmp_path, hands=1)
    loop = Loop()
    site._loop = cast("Any", loop)
    sitting = Sit(site)

    def happenings(_sitting: object, what: object) -> list[tuple[str, str, str]]:
        found = [("segment", "0", sitting.state.value)]
        if not isinstance(what, Turned):
            sitting.finishes.start()
            sitting.finishes.join(LONGEST_S)
        return found

    monkeypatch.setattr("studio.web.desk.site.happenings", happenings)
    site._told(cast("Sitting", sitting), cast("Any", "a look at the whole text"))
    sitting.finishes.join()
    told: list[str] = []
    monkeypatch.setattr(site.hub, "tell", lambda _event, text, **_rest: told.append(text))
    for call in loop.calls:
        call()
    assert told == ["making", "fresh"]
