"""The words of pages, in every language that pages are made in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site

from studio.episode.wording import LANGUAGES
from studio.feed.words import words
from studio.model.publishing import FeedDetails
from studio.publish.publish import publish
from studio.verify.feed import verify_feed


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


def test_the_feed_may_be_in_another_language_than_scripts_are_read_in(tmp_path: Path) -> None:
    site = Site(tmp_path, sample.show(tmp_path, feed=FeedDetails(language="de-AT")))
    sample.build(tmp_path, "ep01")
    publish([site.build("ep01")], site.show, site.public, now=NOW)
    assert etree.parse(site.feed).findtext("channel/language") == "de-at"
    for page in ("index.html", "subscribe.html", "episodes/ep01/index.html", "episodes/ep01/embed.html"):
        assert etree.HTML((site.public / page).read_text()).get("lang") == "de-AT"
    assert "Kapitel" in (site.public / "episodes/ep01/index.html").read_text()
    assert verify_feed(site.public, site.show, measure=False).broken == ()
