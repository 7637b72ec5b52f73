"""A server with a small show, and a client that speaks to it through pipes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from language_client import Client, over_pipes
from sample_desk import SCRIPT, SHOW

pytest.importorskip("pygls")


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """The folder of a show of one script, with voices, a lexicon and sounds."""
    root = tmp_path / "show"
    for name in ("scripts", "voices", "assets"):
        (root / name).mkdir(parents=True)
    (root / "studio.yaml").write_text(SHOW, encoding="utf-8")
    (root / "voices/narrator.yaml").write_text("engine: silent\n", encoding="utf-8")
    (root / "voices/guest.yaml").write_text("engine: silent\ndescription: the one who asks\n", encoding="utf-8")
    (root / "voices/lexicon.yaml").write_text("Kafka: KAHF kuh\n", encoding="utf-8")
    for name in ("theme", "hit"):
        (root / f"assets/{name}.wav").write_bytes(b"RIFF")
    (root / "scripts/ep01.md").write_bytes(SCRIPT.encode())
    return root


@pytest.fixture
def client(show: Path) -> Iterator[Client]:
    """A client with the show as its folder."""
    with over_pipes(show) as (client, _):
        client.start(show)
        yield client


@pytest.fixture
def script(client: Client, show: Path) -> str:
    """The address of the script, which is open."""
    uri = client.open(show / "scripts/ep01.md")
    client.diagnostics(uri)
    return uri
