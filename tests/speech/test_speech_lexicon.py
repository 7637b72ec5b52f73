"""Pronunciation lexicons: what is found in a spoken text, what wins, and what a wrong file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.kit.errors import ConfigurationError
from studio.model.narration import Pronunciation
from studio.settings.lexicons import load_lexicon
from studio.speech import Lexicon, Scope


def _lexicon(folder: Path, text: str, name: str = "lexicon.yaml") -> Lexicon:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_lexicon([path])


def _said(lexicon: Lexicon, spoken: str, engine: str | None = None) -> list[tuple[str, str | None]]:
    return [(spoken[p.start : p.end], p.ipa or p.respelling) for p in lexicon.pronounce(spoken, engine)]


def test_words_are_found_with_ipa_and_respelling(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, "etcd: et see dee\nKubernetes: {ipa: kuːbɚˈnɛtiːz, respell: koo-ber-net-eez}\n")
    assert lexicon.pronounce("Kubernetes and etcd.") == (
        Pronunciation(0, 10, "kuːbɚˈnɛtiːz", "koo-ber-net-eez"),
        Pronunciation(15, 19, None, "et see dee"),
    )


def test_a_capital_makes_the_case_count_unless_told_otherwise(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, "Raft: raft\nnginx: engine x\nGo: {respell: goh, case: any}\n")
    assert _said(lexicon, "a raft of Raft logs") == [("Raft", "raft")]
    assert _said(lexicon, "Nginx and nginx") == [("Nginx", "engine x"), ("nginx", "engine x")]
    assert _said(lexicon, "go Go") == [("go", "goh"), ("Go", "goh")]


def test_a_name_is_found_as_it_is_spoken(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, "DynamoDB: dine-uh-mo dee bee\nMerkle tree: mur-kul tree\n")
    assert _said(lexicon, "We use Dynamo D B and a Merkle tree.") == [
        ("Dynamo D B", "dine-uh-mo dee bee"),
        ("Merkle tree", "mur-kul tree"),
    ]


def test_the_longest_entry_wins(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, "live: layv\nlive migration: layv my-gray-shun\n")
    assert _said(lexicon, "a live migration is live") == [
        ("live migration", "layv my-gray-shun"),
        ("live", "layv"),
    ]


def test_conditions_choose_among_variants(tmp_path: Path) -> None:
    text = """
live:
  - {ipa: laɪv}
  - {as: verb, ipa: lɪv}
  - {before: [music], ipa: xx}
read:
  - {after: [had, was], ipa: rɛd}
  - {ipa: riːd}
"""
    lexicon = _lexicon(tmp_path, text)
    assert _said(lexicon, "They live here, with live music, and the stream is live.") == [
        ("live", "lɪv"),
        ("live", "xx"),
        ("live", "laɪv"),
    ]
    assert _said(lexicon, "It was read before you read it.") == [("read", "rɛd"), ("read", "riːd")]


def test_an_engine_can_have_its_own_sound(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, "data: {ipa: ˈdeɪtə, engines: {flite: {respell: day-tuh}, coqui: dayta}}\n")
    assert _said(lexicon, "data") == [("data", "ˈdeɪtə")]
    assert _said(lexicon, "data", "flite") == [("data", "day-tuh")]
    assert _said(lexicon, "data", "coqui") == [("data", "dayta")]


def test_later_files_and_higher_scopes_win(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Redis: red-iss\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("Redis: ree-diss\n", encoding="utf-8")
    show = load_lexicon([tmp_path / "a.yaml", tmp_path / "b.yaml"])
    assert _said(show, "Redis") == [("Redis", "ree-diss")]
    episode = show.merged({"Redis": "/ˈɹɛdɪs/"})
    assert _said(episode, "Redis") == [("Redis", "ˈɹɛdɪs")]
    assert _said(episode.merged({"Redis": "reddy"}, Scope.INLINE), "Redis") == [("Redis", "reddy")]
    assert _said(show, "Redis") == [("Redis", "ree-diss")]


def test_an_unchanged_text_has_no_pronunciations(tmp_path: Path) -> None:
    assert Lexicon().pronounce("etcd") == ()
    assert _lexicon(tmp_path, "").pronounce("etcd") == ()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("etcd: {ipa: x, respel: y}", "1:16", "no 'respel'"),
        ("a: b\netcd: {case: any}", "2:7", "neither `ipa` nor `respell`"),
        ("a: b\n\nc: {respell: d, case: upper}", "3:23", "one of any, exact"),
        ("a: b\nc: {respell: d, as: adverb}", "2:21", "one of noun, verb, adjective"),
        ("a: b\na: c", "2:1", "defined twice"),
        ("etcd: {ipa: E T S I}", "1:13", "is not IPA"),
        ("etcd:\n  - {ipa: ɛ}\n  - []", "3:5", "expected a mapping"),
        ("- etcd", "1:1", "mapping of words"),
        ("etcd: {ipa: [}", "1:14", "not YAML"),
        ("'!': x", "1:1", "is not a word"),
        ("etcd:", "1:6", "has to be text"),
    ],
)
def test_a_wrong_entry_names_its_place(tmp_path: Path, text: str, place: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        _lexicon(tmp_path, text)
    assert caught.value.where is not None
    assert caught.value.where.endswith(f"lexicon.yaml:{place}")


def test_a_missing_file_is_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such lexicon") as caught:
        load_lexicon([tmp_path / "none.yaml"])
    assert caught.value.code == "unreadable-lexicon"


def test_a_foreign_pls_file_is_read(tmp_path: Path) -> None:
    pls = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
  <lexeme><grapheme>judgment</grapheme><grapheme>judgement</grapheme><phoneme>ˈdʒʌdʒmənt</phoneme></lexeme>
  <!-- <lexeme> of another kind -->
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
</lexicon>"""
    lexicon = _lexicon(tmp_path, pls, "foreign.pls")
    assert _said(lexicon, "a judgement by the W three C") == [
        ("judgement", "ˈdʒʌdʒmənt"),
        ("W three C", "World Wide Web Consortium"),
    ]
    assert [entry.where.rpartition(":")[2] for _, entry in lexicon.entries] == ["3", "3", "5"]


@pytest.mark.parametrize(
    ("pls", "message"),
    [
        ("<lexicon", "not XML"),
        ("<html/>", "not a PLS lexicon"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><lexicon/>', "must not declare"),
        (
            '<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="x-sampa"/>',
            "'x-sampa' is not supported",
        ),
        (
            '<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"><lexeme/></lexicon>',
            "needs a grapheme",
        ),
    ],
)
def test_a_wrong_pls_file_is_refused(tmp_path: Path, pls: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        _lexicon(tmp_path, pls, "wrong.pls")


@pytest.mark.parametrize(
    ("spoken", "found"),
    [
        ("We say O T P at O T level.", ["O T"]),
        ("the O T A update, O T", ["O T"]),
        ("an A P I call", []),
        ("C P U, C P", ["C P U", "C P"]),
        ("R P C in R I know", ["R"]),
        ("A C compiler", ["C"]),
        ("O T. P comes", ["O T"]),
        ("O T's end", ["O T's"]),
    ],
)
def test_letters_among_more_letters_are_no_term(spoken: str, found: list[str]) -> None:
    lexicon = Lexicon().merged({"OT": "oh-tee", "AP": "ay-pee", "CPU": "see", "CP": "see-pee", "R": "arr", "C": "sea"})
    assert [spoken[one.start : one.end] for one in lexicon.matches(spoken)] == found
