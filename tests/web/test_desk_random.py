"""Random editing: no edit is lost, and no take is told to be fresh for a text that it is not of.

``STUDIO_DESK_EDITS=2000 pytest tests/web/test_desk_random.py`` goes on for as many edits.
"""

from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path

import pytest
from desk_client import Page
from desk_oracle import Oracle

pytest.importorskip("sse_starlette")

EDITS = int(os.environ.get("STUDIO_DESK_EDITS", "60"))
WORDS = "queue buffer index node clock 12 km `x` C++ {say=hello} **why** Kafka 🎙️ etcd one two three".split()
BLOCKS = [
    "\n\n```\ncode\n",
    "\n\n```\n",
    "\n\n## Why Not this?\n\n",
    "\n\n",
    "<!-- ",
    " -->",
    "\n\n::pause{2s}\n\n",
    "\n- item ",
    "\n\nHOST: ",
    "[x]: y\n",
    "$x^2$",
]


def _edit(rng: random.Random, text: str) -> str:
    head = text.index("---\n", 4) + 4
    at = rng.randrange(head, len(text) + 1)
    kind = rng.random()
    if kind < 0.5:
        return f"{text[:at]} {rng.choice(WORDS)} {text[at:]}"
    if kind < 0.75:
        return text[:at] + text[at + rng.randrange(1, 30) :]
    if kind < 0.87:
        return text[:at] + rng.choice(BLOCKS) + text[at:]
    return text[:at] + rng.choice("aeiou.?!\n ") + text[at:]


def _revision(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_no_edit_is_lost_and_nothing_stale_is_fresh(page: Page, show: Path) -> None:
    rng = random.Random(18)
    script = show / "scripts/ep01.md"
    oracle = Oracle(script)
    original = page.text
    texts = {_revision(original): original}
    for number in range(EDITS):
        text = _edit(rng, page.text)
        if rng.random() < 0.1 or len(text) > 6000:
            text = original
        page.replace(text)
        texts[_revision(text)] = text
        if rng.random() < 0.15:
            theirs = script.read_text() + f"\n\nAn outside paragraph, number {number}, stands here.\n"
            script.write_text(theirs)
            refused = page.save("ep01")
            assert refused.status_code == 409
            assert script.read_text() == theirs == refused.json()["theirs"]["text"]
            page.revision = refused.json()["theirs"]["revision"]
        if rng.random() < 0.3:
            assert page.save("ep01").status_code == 200
            assert script.read_text() == page.text
        if rng.random() < 0.25:
            page.wait_for_text(page.text)
    page.wait_for_text(page.text)
    told = [one for one in page.told if one[0] in ("segments", "segment")]
    fresh = 0
    for name, value in told:
        text = texts.get(value["revision_of_text"])
        if text is None:
            continue  # what another program wrote
        keys = oracle.keys(text)
        if name == "segments":
            assert [row["id"] for row in value["segments"]] == keys
        else:
            assert keys[value["index"]] == value["id"], (value, text)
            fresh += value["state"] == "fresh"
    assert fresh > EDITS // 20
