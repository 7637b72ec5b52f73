"""Who speaks: names shown by their talk, labels that are none, and the edits that declare speakers."""

from __future__ import annotations

import pytest

from studio.model.script import Script
from studio.model.source import Source
from studio.script import parse_script
from studio.script.declaring import declare_speakers


def parse(text: str) -> Script:
    return parse_script(Source("ep.md", text), speakers=("HOST",))


def speakers(text: str) -> list[str | None]:
    script = parse(text)
    return [block.speaker for section in script.sections for block in section.blocks if block.kind.is_spoken]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rob: Hello.\n\nAnna: Hi.\n\nRob: Bye.\n", ["Rob", "Anna", "Rob"]),
        ("Zuri: Do you?\n\nTomek: I do.\n\nZuri: Good.\n\nTomek: Fine.\n", ["Zuri", "Tomek", "Zuri", "Tomek"]),
        ("Rob: Hello.\nAnna: Hi.\n", ["Rob", "Anna"]),
        ("HOST:\nOn the next line.\n", ["HOST"]),
        ("HOST: So?\n\n[GUEST]: Yes.\n\n[GUEST] Indeed.\n", ["HOST", "GUEST", "GUEST"]),
        ("SPEAKER 1: Yes.\n\nSpeaker 2 [laughs]: No.\n", ["SPEAKER 1", "Speaker 2"]),
        ("0:00:20 **Ben** So we left.\n\n[00:01:00] **Cleo:** When?\n", ["Ben", "Cleo"]),
        ("Speaker 1  0:03\nHello.\n\nJane Doe  0:12\nThank you.\n", ["Speaker 1", "Jane Doe"]),
        ("ALICE\n(softly)\nWho is there?\n\nBOB\nOnly me.\n", ["ALICE", "BOB"]),
        ("**Ben**\nSo we began.\n\n**Cleo**\nIn May.\n", ["Ben", "Cleo"]),
        ("Q: What is a log?\n\nA: A file, you know.\n", ["Q", "A"]),
        ("_Ada:_ Hello, I am Ada.\n\n*Ben:* And I am Ben.\n", ["Ada", "Ben"]),
        ("> **Ana:** I said so.\n>\n> **Luis:** You did.\n", ["Ana", "Luis"]),
        ("Dr. Weber: Where does it hurt?\n\nPatient: Here.\n\nDr. Weber: I see.\n\nPatient: Ow.\n",
         ["Dr. Weber", "Patient", "Dr. Weber", "Patient"]),
        ("**Nadia Karim, Operator:** \"We saw it first.\"\n", ["Nadia Karim"]),
    ],
)  # fmt: skip
def test_turns_are_understood(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Note: mind the gap.\n\nNote: you should mind it.\n\nWarning: hot!\n",
        '**Core Revelation**: "Everything is a log."\n\n**The Fix:** "Use one."\n',
        "Pros: it is fast, you know.\n\nCons: it is slow!\n\nPros: cheap?\n\nCons: dear.\n",
        "Latency: a lot!\n\nThroughput: how much?\n\nLatency: more.\n\nThroughput: less.\n",
        "Kafka: a log.\n\nRabbit: a queue.\n\nKafka: keeps all.\n\nRabbit: forgets.\n",
        "**Ben** was there first.\n\n**Cleo** came later.\n\n**Ben** left.\n",
        "At 2:47 AM: nothing.\n\n2:50 AM: still nothing.\n",
        "Rob\\: is escaped.\n\nAnna\\: is, too, you know.\n",
        "See [GUEST][1] and\n[RFC][] first.\n\n[1]: https://example.org/a\n[RFC]: https://example.org/b\n",
        "- **Speed:** it is fast, you know.\n- **Cost:** you pay.\n",
        "**Host:** Jo Smith\n**Guest:** Ana Lima\n**Length:** 20 min\n\nWelcome to the show.\n",
    ],
)
def test_what_is_no_speaker_stays_text(text: str) -> None:
    assert set(speakers(text)) == {None}


def test_a_lone_name_is_read_as_text_and_asked_about() -> None:
    script = parse("Alice: holds the key.\n\nNothing else is said about it.\n")
    assert speakers(script.source.text) == [None, None]
    assert [(one.name, script.source.slice(one.span)) for one in script.doubts] == [("Alice", "Alice: ")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rob: Hi.\n", "---\nspeakers:\n  Rob: a\n  Dr. No: b\n---\n\nRob: Hi.\n"),
        ("\ufeffRob: Hi.\n", "\ufeff---\nspeakers:\n  Rob: a\n  Dr. No: b\n---\n\nRob: Hi.\n"),
        ("---\ntitle: X\n---\nHi.\n", "---\ntitle: X\nspeakers:\n  Rob: a\n  Dr. No: b\n---\nHi.\n"),
        (
            "---\nspeakers:\n    Ada: c\ntitle: X\n---\nHi.\n",
            "---\nspeakers:\n    Rob: a\n    Dr. No: b\n    Ada: c\ntitle: X\n---\nHi.\n",
        ),
        ("---\nspeakers: {Ada: c}\n---\nHi.\n", "---\nspeakers: {Rob: a, Dr. No: b, Ada: c}\n---\nHi.\n"),
        ("---\nvoices: {}\n---\nHi.\n", "---\nvoices: {Rob: a, Dr. No: b}\n---\nHi.\n"),
        ('+++\ntitle = "X"\n+++\nHi.\n', '+++\ntitle = "X"\n[speakers]\n"Rob" = "a"\n"Dr. No" = "b"\n+++\nHi.\n'),
        (
            '+++\n[speakers]\nAda = "c"\n+++\nHi.\n',
            '+++\n[speakers]\n"Rob" = "a"\n"Dr. No" = "b"\nAda = "c"\n+++\nHi.\n',
        ),
    ],
)
def test_speakers_are_declared_where_the_front_matter_has_them(text: str, expected: str) -> None:
    edits = declare_speakers(parse(text), {"Rob": "a", "Dr. No": "b"})
    changed = text
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        changed = changed[: edit.span.start] + edit.text + changed[edit.span.end :]
    assert changed == expected
    assert {"Rob": "a", "Dr. No": "b"}.items() <= dict(parse(changed).episode.speakers).items()


def test_odd_names_survive_being_declared() -> None:
    text = "yes: Do you?\n\nRob: I do.\n\nQ&A: Fine.\n"
    (edit,) = declare_speakers(parse(text), {"yes": "a", "Q&A": "b"})
    assert dict(parse(edit.text + text).episode.speakers) == {"yes": "a", "Q&A": "b"}
