"""What a viewer reads, and when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.episode import RATE_HZ, arrange, captions, transcript_vtt
from studio.model.narration import Narration, SpokenPiece
from studio.model.takes import TakeInfo, WordMark
from studio.model.timeline import Caption


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> sample.Show:
    return sample.show(tmp_path_factory.mktemp("show"))


def _one(show: sample.Show, take: TakeInfo, **changes: object) -> tuple[Caption, ...]:
    segment = replace(sample.narration().segments[0], **changes)  # type: ignore[arg-type]
    narration = Narration((segment,))
    return captions(narration, [take], arrange(narration, [take], show))


@pytest.mark.parametrize("marked", [True, False])
def test_all_words_are_shown_in_order_while_they_are_heard(show: sample.Show, marked: bool) -> None:
    narration = sample.narration()
    takes = sample.takes(narration, marked=marked)
    line = arrange(narration, takes, show)
    found = captions(narration, takes, line)
    assert " ".join(c.text for c in found).split() == " ".join(s.written for s in narration.segments).split()
    edges = [edge for caption in found for edge in (caption.start_samples, caption.end_samples)]
    assert edges == sorted(edges)
    assert all(caption.start_samples < caption.end_samples for caption in found)
    assert edges[-1] <= line.length_samples
    assert {caption.speaker for caption in found} == {"Ada", "Ben"}


def test_lines_are_short_and_split_between_words(show: sample.Show) -> None:
    text = "We counted " + "remarkably incomprehensible institutionalised " * 8 + "words, and stopped."
    found = _one(show, TakeInfo("k", 600_000, 22_050), written=text, spoken=text)
    lines = [line for caption in found for line in caption.text.split("\n")]
    assert max(map(len, lines)) <= 65
    assert " ".join(lines) == text
    assert all(len(caption.text.split("\n")) <= 2 for caption in found)


def test_captions_change_at_the_word_that_opens_them(show: sample.Show) -> None:
    text = "This first sentence is said very slowly indeed. This second one is said fast, at the very end."
    cut = text.index("This second")
    marks = (
        WordMark(0, 4, 0, 2_000),
        WordMark(cut - 7, cut - 1, 70_000, 80_000),
        WordMark(cut, cut + 4, 90_000, 91_000),
    )
    found = _one(show, TakeInfo("k", 100_000, 22_050, marks), written=text, spoken=text)
    assert len(found) == 2
    heard = found[1].start_samples - found[0].start_samples
    assert heard == 90_000 * 2


def test_a_caption_that_opens_within_a_segment_opens_with_a_word(show: sample.Show) -> None:
    text = (
        "If the leader has not heard from a majority of the followers within a second and a half, it steps down, "
        "because it can no longer know whether somebody else has been elected in the meantime."
    )
    (take,) = sample.takes(Narration((replace(sample.narration().segments[0], written=text, spoken=text),)))
    found = _one(show, take, written=text, spoken=text)
    begin = found[0].start_samples
    words = {begin + mark.start_samples * RATE_HZ // take.rate_hz: text[mark.start : mark.end] for mark in take.marks}
    assert len(found) > 1
    assert all(words[caption.start_samples] == caption.text.split()[0] for caption in found)


@pytest.mark.parametrize("length_s", [0.3, 0.6, 0.95])
def test_a_short_remark_stays_for_a_second_where_the_pause_allows(show: sample.Show, length_s: float) -> None:
    (caption,) = _one(show, TakeInfo("k", round(length_s * 22_050), 22_050), written="Why not?", spoken="Why not?")
    assert caption.end_samples - caption.start_samples == RATE_HZ
    (hurried,) = _one(
        show, TakeInfo("k", round(length_s * 22_050), 22_050), written="Why not?", spoken="Why not?", pause_s=0.0
    )
    assert (hurried.end_samples - hurried.start_samples) / RATE_HZ == pytest.approx(length_s, abs=0.03)


def test_times_follow_the_spoken_form_where_it_is_longer(show: sample.Show) -> None:
    written = "It took 1,234,567 ms to get to the end of that. Then it was over and done with at last."
    spoken = written.replace("1,234,567 ms", "one million two hundred thirty-four thousand five hundred sixty-seven ms")
    grown = len(spoken) - len(written)
    pieces = (
        SpokenPiece(0, 8, 0, 8, "text"),
        SpokenPiece(8, 20 + grown, 8, 20, "number"),
        SpokenPiece(20 + grown, len(spoken), 20, len(written), "text"),
    )
    length = len(spoken) * 1_000
    found = _one(show, TakeInfo("k", length, 44_100), written=written, spoken=spoken, pieces=pieces)
    assert found[1].start_samples - found[0].start_samples == spoken.index("Then") * 1_000


def test_a_transcript_reads_back_with_voices_and_text(tmp_path: Path) -> None:
    folder = sample.build(tmp_path)
    read = webvtt.read(str(folder / "transcript.vtt"))
    assert read[0].voice == "Ada"
    assert "O(log n)" in " ".join(cue.text for cue in read)
    raw = (folder / "transcript.vtt").read_text(encoding="utf-8")
    assert "cards &amp; hope" in raw
    assert "&lt;n&gt;" in raw


@pytest.mark.parametrize("name", ["A & B", "<b>", "line\nbreak", "Žofie"])
def test_hostile_speaker_names_stay_names(name: str) -> None:
    text = transcript_vtt([Caption(0, RATE_HZ, "Hello -->\tthere", name)], RATE_HZ)
    cue = text.split("\n\n")[1].split("\n")
    assert len([line for line in cue if line]) == 2
    assert cue[1].count(">") == 1
    assert "&" not in cue[1].split(">")[0]


@settings(max_examples=80, deadline=None)
@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300),
    st.integers(0, 200_000),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 200_000)), max_size=8),
)
def test_no_text_and_no_marks_break_the_order(text: str, length: int, marks: list[tuple[int, int, int]]) -> None:
    show = sample.show(_ROOT)
    take = TakeInfo("k", length, 22_050, tuple(WordMark(a, b, at, at) for a, b, at in marks))
    found = _one(show, take, written=text, spoken=text)
    assert "".join("".join(c.text.split()) for c in found) == "".join(text.split())
    edges = [edge for caption in found for edge in (caption.start_samples, caption.end_samples)]
    assert edges == sorted(edges)
    assert all(c.end_samples - c.start_samples > RATE_HZ // 1000 for c in found)


@pytest.fixture(autouse=True, scope="module")
def _root(tmp_path_factory: pytest.TempPathFactory) -> None:
    global _ROOT  # noqa: PLW0603 - hypothesis takes no fixtures of a module's scope
    _ROOT = tmp_path_factory.mktemp("hypothesis")


_ROOT = Path()
