"""A show without a cover gets one that is drawn from its title."""

from __future__ import annotations

import io
import string
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from studio.episode.artwork import make_artwork
from studio.episode.cover import draw_cover
from studio.episode.letters import letter
from studio.model.show import Pillar, Show, Voice


def picture(title: str, edge_px: int = 300) -> Image.Image:
    return Image.open(io.BytesIO(draw_cover(title, edge_px))).convert("RGB")


def bright_rows(image: Image.Image) -> list[int]:
    """Rows of the lower half that hold the lettering's near white."""
    wide, high = image.size
    return [
        y
        for y in range(high // 2, high)
        if any(min(image.getpixel((x, y))) > 200 for x in range(wide))  # type: ignore[type-var, arg-type]
    ]


def test_a_cover_is_as_directories_take_it() -> None:
    image = Image.open(io.BytesIO(draw_cover("Raft by Hand")))
    assert (image.format, image.mode) == ("PNG", "RGB")
    assert image.size[0] == image.size[1] and 1400 <= image.size[0] <= 3000


def test_the_same_title_gives_the_same_picture_and_another_one_another() -> None:
    assert draw_cover("Queues", 200) == draw_cover("Queues", 200)
    assert draw_cover("Queues", 200) != draw_cover("Caches", 200)


@pytest.mark.parametrize(
    "title",
    [
        "A", "Two Words", "Élan vital", "The Very Long Title of a Podcast about Everything There Is to Know " * 3,
        "Donaudampfschifffahrtsgesellschaftskapitän", "C++ & C#: 50/50?", "“Quoted” – dashed", "ﬁne",
    ],
)  # fmt: skip
def test_a_title_is_lettered_within_the_picture(title: str) -> None:
    image = picture(title)
    assert bright_rows(image)
    wide, high = image.size
    edge = [image.getpixel((x, y)) for y in range(high) for x in (*range(6), *range(wide - 6, wide))]
    assert max(min(pixel) for pixel in edge) < 150  # type: ignore[type-var]


@pytest.mark.parametrize("title", ["", "日本語", "🎙️", "   ", "\x00\n", "\ud800"])
def test_a_title_without_letters_leaves_the_wave_alone(title: str) -> None:
    assert bright_rows(picture(title)) == []


def test_the_alphabet_has_every_capital_and_digit() -> None:
    assert [char for char in string.ascii_uppercase + string.digits if letter(char) is None] == []


def test_artwork_of_a_show_without_a_cover(make_show_of: Callable[..., Show], tmp_path: Path) -> None:
    pillar = Pillar("depth", "Depth", colour="#2a78d6")
    show = replace(make_show_of(Voice("n", "silent")), title="Raft", artwork=None, pillars=(pillar,))
    made = make_artwork(show, tmp_path / "cache")
    assert made.cover[:2] == made.pillars["depth"][:2] == b"\xff\xd8"
    assert made.cover == make_artwork(show, tmp_path / "cache").cover
    assert made.cover != make_artwork(replace(show, title="Paxos")).cover
