"""Whoever forgets to tell listeners of synthetic voices is told so: each omission is planted, and found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sample_episode as sample
from mutagen.id3 import ID3
from sample_site import Site, make_site

from studio.model.publishing import Disclosure, SpokenAt
from studio.verify.build import verify_build
from studio.verify.feed import verify_feed

LINE = "The voices in this episode are synthetic."


def _record(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def plant(build: Path) -> None:
        path = build / "manifest.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(json.dumps(document), encoding="utf-8")

    return plant


def _set(**values: object) -> Callable[[Path], None]:
    return _record(lambda document: document["disclosure"].update(values))


def _untagged(build: Path) -> None:
    tag = ID3(build / "ep01.mp3")
    tag.delall("TXXX:ai-content")
    tag.save(v2_version=3)


#: What is left out of a build, and the promise that is then broken.
OMISSIONS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no answer at all": (_record(lambda document: document.pop("disclosure")), "disclosure-answered"),
    "neither told nor a reason": (_set(text="", reason=""), "disclosure-told"),
    "not spoken, and no reason": (_set(reason=""), "disclosure-spoken-or-reason"),
    "a reason of blanks": (_set(reason="  "), "disclosure-spoken-or-reason"),
    "a sentence that nobody says": (_set(spoken="start", sentence="No human speaks here."), "disclosure-spoken"),
    "machines counted as people": (_set(synthetic=False, text=""), "disclosure-true"),
    "an imitated voice without consent": (_set(imitated={"narrator": ""}), "voice-consent"),
    "recordings of nobody": (_set(recorded=2), "recordings-consent"),
    "nothing in the tag": (_untagged, "disclosure-tag"),
}


@pytest.mark.parametrize("name", OMISSIONS)
def test_an_omission_in_a_build_is_found(name: str, tmp_path: Path) -> None:
    plant, code = OMISSIONS[name]
    build = sample.build(tmp_path, "ep01")
    assert verify_build(build, sample.show(tmp_path), measure=False).broken == ()
    plant(build)
    assert code in {promise.code for promise in verify_build(build, sample.show(tmp_path), measure=False).broken}


def _without(pattern: str, name: str = "feed.xml", count: int = 1) -> Callable[[Site], None]:
    def plant(site: Site) -> None:
        path = site.public / name
        text = path.read_text(encoding="utf-8")
        changed = re.sub(pattern, "", text, count=count)
        assert changed != text
        path.write_text(changed, encoding="utf-8")

    return plant


def _other_answer(site: Site) -> None:
    text = site.feed.read_text(encoding="utf-8")
    at = text.index("<item>")
    answer = f"yes: {LINE}</podcast:txt>"
    site.feed.write_text(text[:at] + text[at:].replace(answer, "no</podcast:txt>", 1), encoding="utf-8")


def _untagged_published(site: Site) -> None:
    tag = ID3(site.public / "episodes/ep01/ep01.mp3")
    tag.delall("TXXX:ai-content")
    tag.save(v2_version=3)


TXT = r'<podcast:txt purpose="ai-content">[^<]*</podcast:txt>'
#: What is left out of a feed folder, and the promise that is then broken.
PUBLISHED: dict[str, tuple[Callable[[Site], None], str]] = {
    "nothing in the channel": (_without(TXT), "channel-disclosure"),
    "nothing in an item": (_without(rf"(?<=\s){TXT}\s*(?=<podcast:alternate)"), "item-disclosure"),
    "no line in the notes": (_without(f"&lt;p&gt;{LINE}&lt;/p&gt;", count=0), "notes-disclosure-description"),
    "no line on the page": (_without(LINE, "episodes/ep01/index.html"), "page-disclosure"),
    "feed and tag disagree": (_other_answer, "item-disclosure-tag"),
    "nothing in the published tag": (_untagged_published, "item-disclosure-tag"),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_an_omission_in_a_feed_folder_is_found(name: str, site: Site) -> None:
    plant, code = PUBLISHED[name]
    plant(site)
    assert code in {promise.code for promise in verify_feed(site.public, site.show, measure=False).broken}


def test_a_channel_that_says_no_while_an_item_says_yes_is_found(site: Site) -> None:
    text = site.feed.read_text(encoding="utf-8")
    site.feed.write_text(text.replace(f"yes: {LINE}</podcast:txt>", "no</podcast:txt>", 1), encoding="utf-8")
    assert "channel-disclosure" in {promise.code for promise in verify_feed(site.public, measure=False).broken}


def test_a_stated_reason_is_an_answer(tmp_path: Path) -> None:
    from sample_site import NOW

    from studio.publish.publish import publish

    site = make_site(tmp_path)
    build = sample.build(tmp_path, "ep01", disclosure=Disclosure(tell=False, reason="told by the station before"))
    publish([build], site.show, site.public, now=NOW)
    assert verify_feed(site.public, site.show, measure=False).broken == ()
    feed = site.feed.read_text(encoding="utf-8")
    assert feed.count("unstated: told by the station before") == 2  # channel and item
    assert LINE not in feed


def test_what_is_asked_for_is_what_is_answered(tmp_path: Path) -> None:
    show = sample.show(tmp_path)
    asked = Disclosure(spoken=SpokenAt.START, sentence="Nobody of flesh and blood speaks here.", text="No humans.")
    record = json.loads((sample.build(tmp_path, disclosure=asked) / "manifest.json").read_text(encoding="utf-8"))
    assert record["disclosure"]["sentence"] == "Nobody of flesh and blood speaks here."
    assert record["disclosure"]["text"] == "No humans."
    broken = {promise.code for promise in verify_build(tmp_path / "build/ep01", show, measure=False).broken}
    assert broken == {"disclosure-spoken", "disclosure-captioned"}  # the sample's narration was made without it
