"""Episodes that are built anew with other sound, and corrected."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site

from studio.feed.names import tag
from studio.publish.draft import Outcome
from studio.publish.publish import publish
from studio.verify.feed import verify_feed

WRONG = "The bound was given for <two> nodes & is for n; “log n” --> see 1:02."
WRONG_TOO = "The name of the ring's inventor was wrong."
DAY = datetime.timedelta(days=1)


def change(site: Site, identity: str, frequency_hz: int = 880, word: str = "seventeen") -> None:
    """Build an episode anew: its sound is another one, and one passage says something else."""
    day = int(identity[2:])
    build = sample.build(
        site.root,
        identity,
        frequency_hz=frequency_hz,
        published=datetime.datetime(2026, 3, day, 6, tzinfo=datetime.UTC),
    )
    path = build / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["segments"][0]["written"] = f"Two keys, {word} nodes, and it is three in the morning."
    manifest["segments"][0]["key"] = f"take-{word}"
    path.write_text(json.dumps(manifest), encoding="utf-8")


def correct(site: Site, identity: str = "ep01", text: str = WRONG, **options: object) -> Outcome:
    options.setdefault("now", NOW + DAY)
    return publish([site.build(identity)], site.show, site.public, correction=text, **options)


def item_of(site: Site, identity: str = "ep01") -> etree._Element:
    items = etree.parse(str(site.feed)).iterfind("channel/item")
    return next(item for item in items if f"/episodes/{identity}/" in item.find("enclosure").get("url"))


def audio_of(site: Site, identity: str = "ep01") -> Path:
    return site.public / "episodes" / identity / item_of(site, identity).find("enclosure").get("url").split("/")[-1]


def told(site: Site, identity: str = "ep01") -> list[str]:
    """What the feed says was corrected, without the moments."""
    texts = item_of(site, identity).iterfind(tag("podcast:txt"))
    return [text.text.partition(" ")[2] for text in texts if text.get("purpose") == "correction"]


def broken(site: Site) -> list[str]:
    return [promise.code for promise in verify_feed(site.public, site.show, measure=False).broken]
