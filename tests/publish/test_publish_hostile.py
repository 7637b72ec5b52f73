"""Metadata and ids that were made to do harm are published as plain text or refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site

from studio.kit.errors import StudioError
from studio.publish.publish import publish
from studio.verify.feed import verify_feed

HOSTILE = [
    "<script>alert(1)</script> & ]]> \"quoted\" 'single'",
    "control \x00\x08\x1b[31m\ufffe\uffff characters",
    "\u202eright to left\u202c שלום עולם 🎧",
    "</script><!-- " + "very long " * 1_000,
    "{{ 7 * 7 }} {% raw %} ${jndi} %s",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_metadata_is_published_as_plain_text(site: Site, text: str) -> None:
    sample.build(site.root, "ep01", title=text, summary=text, guests=(text,))
    outcome = publish([site.build("ep01")], site.show, site.public, now=NOW)
    assert outcome.changes  # type: ignore[attr-defined]
    assert verify_feed(site.public, site.show, measure=False).broken == ()
    page = (site.public / "episodes/ep01/index.html").read_text(encoding="utf-8")
    parsed = etree.HTML(page)
    assert len(parsed.findall(".//script")) == 3
    data = json.loads(parsed.find(".//script[@id='data']").text.replace("\\u003c", "<"))
    shown = "".join(parsed.find(".//h1").itertext())
    assert shown == data["title"]
    assert "49" not in shown
    assert len(etree.parse(str(site.feed)).getroot().findtext("channel/item[2]/title") or "") <= 255


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_show_is_published_as_plain_text(site: Site, text: str) -> None:
    address = {"funding_url": "https://show.example/?a=1&b=2", "funding_text": text}
    hostile = replace(site.show, title=text, author=text, description=text, copyright=text, **address)
    publish([site.build("ep01")], hostile, site.public, now=NOW)
    assert verify_feed(site.public, hostile, measure=False).broken == ()
    assert len(etree.HTML((site.public / "index.html").read_text(encoding="utf-8")).findall(".//script")) == 3


@pytest.mark.parametrize("identity", ["../../ep01", "a/b", "", ".hidden", "a..b", "ep 1", "ep\n1", "x" * 200])
def test_ids_that_leave_the_folder_are_refused(site: Site, identity: str) -> None:
    path = site.build("ep01") / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["episode"]["id"] = identity
    path.write_text(json.dumps(record), encoding="utf-8")
    before = site.files()
    with pytest.raises(StudioError) as caught:
        publish([site.build("ep01")], site.show, site.public, now=NOW)
    assert caught.value.code in ("bad-episode-id", "damaged-build")
    assert site.files() == before
