"""The words of pages, in every language that pages are made in."""

from __future__ import annotations

import re

import pytest

from studio.episode.wording import LANGUAGES
from studio.feed.words import words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_said_and_names_what_english_names(language: str) -> None:
    english, said = words("en"), words(language)
    assert said.keys() == english.keys()
    for key, text in said.items():
        assert text, key
        assert sorted(re.findall(r"{\w*}", text)) == sorted(re.findall(r"{\w*}", english[key])), key


def test_no_word_is_hidden_by_what_dictionaries_can_do() -> None:
    assert not [key for key in words("en") if hasattr({}, key)]


@pytest.mark.parametrize(("language", "wanted"), [("de-AT", "Kapitel"), ("fr-CA", "Chapitres"), ("ja", "Chapters")])
def test_regions_do_not_matter_and_unknown_languages_read_english(language: str, wanted: str) -> None:
    assert words(language)["chapters"] == wanted
