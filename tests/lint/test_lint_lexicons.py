"""What the linter says about a show's lexicons: file, line, entry, symbol, voice."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.kit.errors import LintRefusedError
from studio.lint import lint_script
from studio.model.diagnostics import Diagnostic, Severity
from studio.narration.read import read_episode, read_script
from studio.settings.episodes import find_episode
from studio.settings.show import load_show

STUDIO_YAML = """\
title: A show
author: A.
description: About systems.
site: https://show.example/
artwork: assets/cover.jpg
feed: {url: https://show.example/feed.xml, categories: [Technology]}
narrator: narrator
lexicons: [voices/words.yaml]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("scripts", "voices", "assets"):
        (tmp_path / folder).mkdir()
    (tmp_path / "studio.yaml").write_text(STUDIO_YAML, encoding="utf-8")
    (tmp_path / "voices" / "narrator.yaml").write_text("engine: espeak\n", encoding="utf-8")
    (tmp_path / "assets" / "cover.jpg").write_bytes(b"")
    return tmp_path


def findings(root: Path, words: str, script: str = "Kafka logs.") -> list[Diagnostic]:
    (root / "voices" / "words.yaml").write_text(words, encoding="utf-8")
    (root / "scripts" / "ep1.md").write_text(script, encoding="utf-8")
    show = load_show(root)
    return [*lint_script(read_script(show, root / "scripts" / "ep1.md"), show, select=["lexicon-entry"])]


def test_a_sound_that_the_voice_does_not_have_stops_the_render_with_file_line_symbol_and_voice(root: Path) -> None:
    (found,) = findings(root, "etcd: et see dee\nKafka: {ipa: ˈǃɑfkə}\n")
    assert str(found.location) == "voices/words.yaml:2:8"
    assert found.severity is Severity.ERROR
    assert found.message == "the voice narrator has no sound for 'ǃ' in /ˈǃɑfkə/, which is to be “Kafka”"
    show = load_show(root)
    with pytest.raises(LintRefusedError):
        read_episode(show, find_episode(show, "ep1"))


@pytest.mark.parametrize(
    ("words", "script"),
    [("Kafka: {ipa: ˈǃɑfkə, respell: kaf-kuh}", "Kafka logs."), ("Kafka: {ipa: ˈǃɑfkə}", "Nothing of the kind.")],
)
def test_where_it_can_be_said_another_way_or_is_not_needed_it_is_a_warning(root: Path, words: str, script: str) -> None:
    (found,) = findings(root, words, script)
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("words", "place", "message"),
    [
        ("a: b\n'Dean, Barroso': x", "2:18", "“Dean, Barroso” is never found: it is spoken “Dean, Barroso”"),
        ("live:\n  - {before: [hot stream], ipa: laɪv}\n", "2:5", "`before` names “hot stream”, which is not one word"),
        ("live:\n  - {after: ['+'], ipa: laɪv}\n", "2:5", "`after` names “+”, which is not one word"),
        (
            "Etcd: {respell: a, case: any}\netcd: b",
            "1:7",
            "“Etcd” has another entry without conditions at voices/words",
        ),
        ("live:\n  - {ipa: laɪv}\n  - {ipa: lɪv}\n", "2:5", "which holds instead"),
    ],
)
def test_what_can_do_nothing_is_found_with_its_line(root: Path, words: str, place: str, message: str) -> None:
    (found,) = findings(root, words)
    assert str(found.location) == f"voices/words.yaml:{place}"
    assert message in found.message


@pytest.mark.parametrize(
    "words",
    [
        "C++: see plus plus",
        "c/o: care of",
        "p99: pee ninety-nine",
        "TCP/IP: tee see pee",
        "10 GbE: ten gig",
        "O(n): order n",
        "live:\n  - {as: verb, ipa: lɪv}\n  - {ipa: laɪv}\n",
        "Raft: raft\nraft: raaft",
        "Kafka: {ipa: ˈkɑːfkə, respell: kahf-kuh}",
    ],
)
def test_what_works_is_no_finding(root: Path, words: str) -> None:
    assert not findings(root, words)


def test_the_lexicon_of_a_voice_is_looked_at_too(root: Path) -> None:
    (root / "voices" / "narrator.yaml").write_text("engine: espeak\nlexicons: [voices/own.yaml]\n", encoding="utf-8")
    (root / "voices" / "own.yaml").write_text("Kafka: {ipa: ǃ}\n", encoding="utf-8")
    (found,) = findings(root, "etcd: et see dee")
    assert str(found.location) == "voices/own.yaml:1:8"
