"""What another program changes is told by what it makes old, whichever look at the text meets it first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from queue import Queue

import pytest
from desk_client import desk_of

from studio.desk.documents import Document
from studio.live.live import Live
from studio.live.sitting import Sitting
from studio.live.views import Fanned, Turned, View

pytest.importorskip("sse_starlette")

LONGEST_S = 60


TEXT = "---\nid: ep01\ntitle: T\n---\n\n# T\n\nWe put Kafka between the services.\n\nThe queue is empty.\n"


def with_lexicon(root: Path) -> Path:
    """The file that says how Kafka is spoken."""
    with (root / "studio.yaml").open("a") as settings:
        settings.write("lexicons: [voices/lexicon.yaml]\n")
    lexicon = root / "voices" / "lexicon.yaml"
    lexicon.write_text("Kafka: KAHF kuh\n")
    return lexicon


def test_a_change_that_was_met_while_somebody_typed_is_told(make_show: Callable[..., Path]) -> None:
    root = make_show(TEXT)
    lexicon = with_lexicon(root)
    told: Queue[object] = Queue()

    def later(delay_s: float, run: Callable[[], None]) -> None:
        threading.Timer(delay_s, run).start()

    live = Live(root, later, lambda _sitting, what: told.put(what))

    def next_of(kind: type, holds: Callable[..., bool] = lambda _what: True) -> object:
        while not (isinstance(found := told.get(timeout=LONGEST_S), kind) and holds(found)):
            pass
        return found

    try:
        sitting: Sitting = live.sitting("page", live.episode("ep01"))
        next_of(View)
        lexicon.write_text("Kafka: KAF kah\n")
        edited = TEXT.replace("is empty", "is never empty")
        sitting.typed(Document(sitting.files.script, edited))
        next_of(Turned)
        next_of(View, lambda view: view.document.text == edited)
        sitting.look_again(("voices/lexicon.yaml",))
        assert next_of(Fanned) == Fanned(("voices/lexicon.yaml",), 1, 2)
        sitting.look_again(("voices/lexicon.yaml",))
        assert next_of(Fanned) == Fanned(("voices/lexicon.yaml",), 0, 2)
    finally:
        live.close()


def test_who_does_not_listen_is_looked_after_on_coming_back(make_show: Callable[..., Path]) -> None:
    root = make_show(TEXT)
    lexicon = with_lexicon(root)
    with desk_of(root) as desk:
        desk.page("gone").http.post("/api/episodes/ep01/make", json={"segments": []})
        page = desk.page("here")
        page.listen("ep01")
        old = page.wait("segments")["segments"]
        lexicon.write_text("Kafka: KAF kah\n")
        assert page.wait("fanned") == {"because": ["voices/lexicon.yaml"], "count": 1, "of": 2}
        new = page.wait("segments", lambda told: told["segments"][1]["id"] != old[1]["id"])["segments"]
        back = desk.page("gone")
        back.listen("ep01")
        assert back.wait("segments", lambda told: told["segments"][1]["id"] == new[1]["id"])
