"""Where a listener can jump to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample

from studio.episode import arrange, chapters, chapters_json
from studio.episode.chapters import TITLE_CHARS, display_title
from studio.model.narration import Narration
from studio.model.script import Script
from studio.model.timeline import Chapter


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> sample.Show:
    return sample.show(tmp_path_factory.mktemp("show"))


def _chapters(script: Script, show: sample.Show, narration: Narration | None = None) -> tuple[Chapter, ...]:
    narration = narration or sample.narration()
    return chapters(script, narration, arrange(narration, sample.takes(narration), show), show)


def _changed(number: int, **changes: object) -> Script:
    script = sample.script()
    sections = list(script.sections)
    sections[number] = replace(sections[number], **changes)  # type: ignore[arg-type]
    return replace(script, sections=tuple(sections))


def test_parts_and_pillars_are_chapters(show: sample.Show) -> None:
    assert [(chapter.title, chapter.pillar) for chapter in _chapters(sample.script(), show)] == [
        ("A Sample of Everything", None),
        ("Part One: Placing Data", None),
        ("Why Not · Round Robin", "why-not"),
        ("Under the Hood · The Hash Ring", "implementation"),
        ("Zoom · From One Node to the Fleet", "zoom"),
        ("Formalism · How Far Can It Tilt?", "formalism"),
        ("Closing", None),
    ]


def test_chapters_cover_the_episode_without_gap(show: sample.Show) -> None:
    narration = sample.narration()
    line = arrange(narration, sample.takes(narration), show)
    found = chapters(sample.script(), narration, line, show)
    assert found[0].start_samples == 0
    assert [chapter.end_samples for chapter in found[:-1]] == [chapter.start_samples for chapter in found[1:]]
    assert found[-1].end_samples == line.length_samples
    assert all(chapter.start_samples < chapter.end_samples for chapter in found)
    assert {chapter.start_samples for chapter in found} <= {clip.start_samples for clip in line.clips}


def test_a_section_without_pillar_below_a_part_stays_in_it(show: sample.Show) -> None:
    titles = [chapter.title for chapter in _chapters(_changed(2, pillar=None), show)]
    assert "Round Robin" not in " ".join(titles)
    assert len(titles) == 6


def test_an_author_can_rename_and_withhold_a_chapter(show: sample.Show) -> None:
    assert "Cards" in [c.title for c in _chapters(_changed(2, pillar=None, chapter_title="Cards"), show)]
    assert "Closing" not in [c.title for c in _chapters(_changed(7, is_chapter=False), show)]


def test_a_silent_heading_leaves_its_pillar_to_what_follows(show: sample.Show) -> None:
    script = _changed(4, pillar="why-not")
    sections = list(script.sections)
    sections[5] = replace(sections[5], pillar=None, level=2)
    found = _chapters(replace(script, sections=tuple(sections)), show)
    assert ("From One Node to the Fleet", "why-not") in [(c.title.split(" · ")[-1], c.pillar) for c in found]


def test_an_episode_without_chapter_headings_is_one_chapter(show: sample.Show) -> None:
    script = sample.script()
    bare = replace(script, sections=tuple(replace(s, is_chapter=False) for s in script.sections))
    found = _chapters(bare, show)
    assert [(c.title, c.start_samples) for c in found] == [("A Sample of Everything", 0)]


@pytest.mark.parametrize(
    ("title", "pillar", "shown"),
    [
        ("Round Robin", "why-not", "Why Not · Round Robin"),
        ("Why not round robin?", "why-not", "Why not round robin?"),
        ("A Heading of Thirty-Five Characters", "zoom", "Zoom · A Heading of Thirty-Five Characters"),
        ("A Heading with Forty or Even More Letters", "why-not", "A Heading with Forty or Even More Letters"),
        ("One  two\nthree", None, "One two three"),
        ("x" * 80, None, "x" * 44 + "…"),
    ],
)
def test_titles_fit_a_car_display(show: sample.Show, title: str, pillar: str | None, shown: str) -> None:
    assert display_title(title, pillar, show) == shown
    assert len(shown) <= TITLE_CHARS


def test_long_titles_are_cut_between_words(show: sample.Show) -> None:
    shown = display_title("What the Cluster Does When the Leader Is Gone, and Why", None, show)
    assert shown == "What the Cluster Does When the Leader Is…"


def test_json_chapters_follow_the_specification(show: sample.Show, tmp_path: Path) -> None:
    found = sample.sample_chapters(tmp_path)
    text = chapters_json(
        found, sample.script().episode, show, 44_100, file_name="ep01.mp3", images={"zoom": "https://e.example/z.jpg"}
    )
    read = json.loads(text)
    assert read["version"] == "1.2.0"
    assert [entry["title"] for entry in read["chapters"]] == [chapter.title for chapter in found]
    starts = [entry["startTime"] for entry in read["chapters"]]
    assert starts[0] == 0
    assert starts == sorted(starts)
    assert [entry["endTime"] for entry in read["chapters"]][:-1] == starts[1:]
    assert [entry.get("img") for entry in read["chapters"]].count("https://e.example/z.jpg") == 1
