"""A look at one paragraph gives what a look at the whole text gives, and so does one that remembers earlier ones.

``STUDIO_DESK_EDITS=3000 pytest tests/desk/test_desk_quick.py`` goes on for as many edits.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sample_desk import SCRIPT as DIALOGUE
from sample_show import SCRIPT, STUDIO_YAML

from studio.desk.analysis import Analysis
from studio.desk.desk import Desk
from studio.desk.documents import Document
from studio.live.quick import Whole, changed_paragraph
from studio.live.rows import Row, rows_of, spliced
from studio.script import inlines
from studio.speech import sentences
from studio.takes import TakePlan, TakeStore, plan_takes

EDITS = int(os.environ.get("STUDIO_DESK_EDITS", "100"))
SCRIPTS = sorted((Path(__file__).parents[2] / "scripts").glob("*.md"))
WRITTEN = [
    " queue", " 12 km", " `x`", " C++", " {say=hello}", " **why not**", " Kafka", " 🎙️", ". ", "! And", "? ", "…", "\n",
    "\n\n", "\n\n```\ncode\n", "```", "\n\n## Why Not this?\n\n", "<!-- ", " -->", "\n\n::pause{2s}\n\n", "\n- item ",
    "\n\nHOST: ", "\nANA: ", "ANA:", "[x]: y\n", "[x]", "$x^2$", "[^1]", "> ", "# ", "---\n", "[that]{.detail}",
    "(quietly)", "[MUSIC]", "1. ", "e.g. ", '"', "*", "_", "{.detail}",
]  # fmt: skip


@pytest.fixture
def look(make_show: Callable[..., Path]) -> Iterator[Callable[[str], Analysis]]:
    """Looks at a text of a show whose takes nobody has to make."""
    speakers = "speakers: {HOST: narrator, GUEST: guest}\nlexicons: [voices/lexicon.yaml]\n"
    root = make_show(config=STUDIO_YAML + speakers)
    (root / "voices/guest.yaml").write_text("engine: silent\ndescription: another\n")
    (root / "voices/lexicon.yaml").write_text("Kafka: KAHF kuh\n")
    desk = Desk()

    def analysis(text: str) -> Analysis:
        found = desk.analysis(Document(root / "scripts/ep01.md", text))
        assert found is not None
        return found

    return analysis


def edited(rng: random.Random, text: str) -> str:
    at = rng.randrange(text.index("---\n", 4) + 4, len(text) + 1)
    if rng.random() < 0.3:
        return text[:at] + text[at + rng.randrange(1, 30) :]
    return text[:at] + rng.choice(WRITTEN) + text[at:]


def plans(analysis: Analysis, segments: object = None) -> tuple[TakePlan, ...]:
    store = TakeStore(analysis.show.cache / "takes")
    return plan_takes(segments or analysis.narration.segments, analysis.show, store, compared=False)  # type: ignore[arg-type]


def heard(rows: tuple[Row, ...]) -> list[tuple[object, ...]]:
    return [
        (row.kind, row.span, row.text, row.section, row.pillar, row.key, row.plan.segment.pause_s if row.plan else 0)
        for row in rows
    ]


def test_a_paragraph_alone_gives_what_it_gives_in_the_whole(look: Callable[[str], Analysis]) -> None:
    rng = random.Random(4)
    texts = [SCRIPT, DIALOGUE, *(one.read_text()[:3000] for one in SCRIPTS)]
    understood = 0
    for number in range(EDITS):
        text = texts[number % len(texts)]
        for _ in range(rng.randrange(3)):
            text = edited(rng, text)
        before = look(text)
        rows = rows_of(before, plans(before), ())
        whole = Whole(before.script, before.narration.segments, before.show, before.lexicons)
        now = edited(rng, text)
        changed = changed_paragraph(whole, now)
        if changed is None:
            continue
        spoken = [index for index, row in enumerate(rows) if row.plan]
        here = spoken[changed.first : changed.first + changed.count]
        if here[-1] - here[0] + 1 != len(here):
            continue
        found = spliced(rows, here[0], len(here), plans(before, changed.segments), changed.shift)
        after = look(now)
        assert heard(found) == heard(rows_of(after, plans(after), ())), (text, now)
        understood += 1
    assert understood > EDITS // 6


def test_what_is_remembered_changes_nothing(look: Callable[[str], Analysis]) -> None:
    rng, text = random.Random(5), SCRIPT
    for _ in range(EDITS // 10):
        text = edited(rng, text)
        again = look(text)
        told = again.script, again.narration, again.findings
        for kept in (inlines._tokens, sentences.split_sentences):
            kept.cache_clear()
        fresh = Analysis(again.document, again.open)
        assert told == (fresh.script, fresh.narration, fresh.findings)
