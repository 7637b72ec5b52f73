"""What holds for every text: nothing unread, nothing glued, nothing lost, no exception, stable when said again."""

from __future__ import annotations

import re
import string
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.speech import Doubt, normalise_text, speak, unreadable

_NUMBERS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.integers(0, 10**9).map("{:,}".format),
    st.decimals(0, 1000, places=2).map(str),
    st.sampled_from(["0", "1", "2", "007", ".5", "99.995", "1e9", "10^6", "10⁻⁹", "2^n", "½", "3.0", "1_000"]),
)
_UNITS = st.sampled_from(
    "ms s m h d GB GiB KB Mb MB/s Gbps req/s ops/s % x × K M B k T + km °C V IOPS QPS USD users nodes in a /s "
    "fps".split()
)
_LEADS = st.sampled_from(
    ["", "~", "≈", "<", ">", "≤", ">=", "$", "€", "-", "+", "±", "#", "v", "p", "T+", "O(", "x = "]
)
_NAMES = st.sampled_from(
    "API APIs CRDT NASA US IT NOT gRPC MySQL RocksDB S3 EC2 HTTP/2 SHA-256 IPv4 K8s C++ C# .NET L1/L2 p99.9 "
    "RAID-5 CI/CD "
    "user_id getUserById /etc/hosts --dry-run config.yaml foo() std::vector 10.0.0.1:8080 ::1 #42 3f2a9bc 0xFF a@b.com "
    "https://example.com/x?y=1 e.g. i.e. etc. vs. Dr. No. 2024 1990s '90s 2023-11-30 9:05 14:30 5pm Jan. May 1/3 2:1 "
    "21st World War II Act I λ μs Σ n² xᵢ R+W>N n log n O(n²) Θ(1) ⌊n/2⌋ |S| {1, 2} a→b => != && ✅ 🎯 — • I A".split(
        " "
    )
)
_WORDS = st.sampled_from(
    "the a cluster takes of in at disk nodes and faster to port version Section Type per is I".split()
)
_GLUE = st.sampled_from(
    [" ", " ", " ", " ", ", ", ". ", "-", "/", "–", "(", ") ", ": ", "\u00a0", "\u2009", "", "+", "=", "'"]
)
_AMOUNTS = st.tuples(_LEADS, _NUMBERS, st.sampled_from(["", " ", "-"]), _UNITS).map("".join)
_TOKENS = st.one_of(_AMOUNTS, _NUMBERS, _NAMES, _WORDS)
_SENTENCES = st.lists(st.tuples(_TOKENS, _GLUE).map("".join), min_size=1, max_size=9).map("".join)
_NOISE = st.text(
    st.one_of(st.sampled_from(string.printable + "→≤≥×·²³₁λμ√∞€£–—“”‘’…½①٣Ⅷ日本\u200d\ufe0f"), st.characters()),
    max_size=60,
)


def _check(text: str) -> None:
    spoken = speak(text)
    written_end = spoken_end = 0
    for piece in spoken.pieces:
        assert (piece.start, piece.written_start) == (spoken_end, written_end), "pieces must tile both texts"
        spoken_end, written_end = piece.end, piece.written_end
        written, said = text[piece.written_start : piece.written_end], spoken.text[piece.start : piece.end]
        if piece.rule == "plain":
            assert len(written) == len(said)
            assert [a for a, b in zip(written, said, strict=True) if a != b and not a.isspace()] == []
        elif any(c.isalnum() for c in written):
            assert said.strip(), f"{written!r} was dropped"
    assert (spoken_end, written_end) == (len(spoken.text), len(text))
    assert unreadable(spoken.text) == ()
    assert not re.search(r"\d", spoken.text)
    assert normalise_text(spoken.text) == spoken.text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_SENTENCES)
def test_any_technical_sentence_is_said_completely(text: str) -> None:
    _check(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_NOISE)
def test_any_characters_at_all_are_said_or_marked_silent(text: str) -> None:
    _check(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_SENTENCES)
def test_words_are_never_glued(text: str) -> None:
    spoken = speak(text)
    for before, after in zip(spoken.pieces, spoken.pieces[1:], strict=False):
        if before.end == before.start or after.end == after.start:
            continue
        left, right = spoken.text[before.end - 1], spoken.text[after.start]
        assert not (left.isalnum() and right.isalnum()), spoken.text


#: The reasons for which something written may make no sound.
_SILENCES = frozenset(("ornament", "slash"))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_SENTENCES)
def test_every_written_token_is_heard_or_silent_for_a_reason(text: str) -> None:
    spoken = speak(text)
    for token in re.finditer(r"\S+", text):
        pieces = [p for p in spoken.pieces if p.written_start < token.end() and p.written_end > token.start()]
        heard = any(spoken.text[p.start : p.end].strip() for p in pieces)
        assert heard or {p.rule for p in pieces} <= _SILENCES, token[0]


def _forms_with_alternatives() -> list[tuple[str, Doubt]]:
    folder = Path(__file__).parents[1] / "cases" / "speech"
    lines = [line for path in sorted(folder.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    written = [line.split("\t")[0] for line in lines]
    return [(text, doubt) for text in written for doubt in speak(text).doubts]


def test_every_alternative_can_be_pinned() -> None:
    forms = _forms_with_alternatives()
    assert len(forms) > 50
    for text, doubt in forms:
        around = (text[: doubt.start], text[doubt.end :])
        for reading in doubt.readings:
            pinned = speak(text[doubt.start : doubt.end], read_as=reading.kind, around=around)
            assert pinned.text.lower() == reading.spoken.lower(), (text, reading)


def test_what_is_said_is_the_first_of_the_alternatives() -> None:
    for text, doubt in _forms_with_alternatives():
        assert doubt.readings[0].spoken in normalise_text(text)
        assert len({reading.kind for reading in doubt.readings}) == len(doubt.readings) > 1


@given(
    st.lists(st.sampled_from("the quick brown leader follows its own log and never waits for it".split()), min_size=1)
)
def test_plain_prose_stays_as_it_is(words: list[str]) -> None:
    text = " ".join(words)
    assert speak(text).text == text
    assert all(piece.rule == "plain" for piece in speak(text).pieces)
