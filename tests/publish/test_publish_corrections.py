"""A published episode is corrected: one episode for every reader, new bytes at a new address, and all are told."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from pathlib import Path

import feedparser
import podcastparser
import pytest
import sample_episode as sample
import webvtt
from correcting import DAY, WRONG, WRONG_TOO, audio_of, broken, change, correct, item_of, told
from lxml import etree
from sample_site import NOW, Site, make_site
from two_machines import another_machine, served_at

from studio.audio.formats import Format
from studio.feed.errata import read_corrections
from studio.feed.ledger import read_ledger
from studio.feed.media_types import cache_control
from studio.feed.names import tag
from studio.kit.errors import ConfigurationError, StudioError
from studio.publish.merge import look
from studio.publish.mirror import mirror
from studio.publish.publish import publish, rollback, unpublish
from studio.verify.feed import verify_feed

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(autouse=True)
def _without_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)


@pytest.fixture
def site(site: Site) -> Site:
    """Two published episodes, the first of them built anew with other sound and another sentence."""
    change(site, "ep01")
    return site


@pytest.fixture
def place() -> object:
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    yield "memory://bucket/show"
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]


def test_a_correction_keeps_guid_and_date_and_gets_an_address_with_the_hash(site: Site) -> None:
    before, old = item_of(site), audio_of(site).read_bytes()
    done = correct(site)
    after, new = item_of(site), audio_of(site).read_bytes()
    assert [after.findtext(name) for name in ("guid", "pubDate")] == [
        before.findtext(name) for name in ("guid", "pubDate")
    ]
    assert new == (site.build("ep01") / "ep01.mp3").read_bytes() != old
    assert audio_of(site).name == f"ep01-{hashlib.sha256(new).hexdigest()[:8]}.mp3"
    assert after.find("enclosure").get("length") == str(len(new))
    assert done.corrected == (("ep01", 1),)
    # Whoever is in the middle of a download goes on with the bytes that it began with.
    assert (site.public / "episodes/ep01/ep01.mp3").read_bytes() == old
    assert "immutable" in cache_control(f"episodes/ep01/{audio_of(site).name}")
    assert broken(site) == []


def test_everybody_is_told_what_was_wrong_and_since_when_it_is_right(site: Site) -> None:
    correct(site)
    item, folder = item_of(site), site.public / "episodes/ep01"
    line = f"Correction, 2 June 2026: {WRONG}"
    for name in ("description", tag("content:encoded")):
        text = item.findtext(name)
        assert text is None or line in "".join(etree.HTML(text).itertext())
    page = etree.HTML((folder / "index.html").read_bytes())
    assert line in " ".join(page.xpath("//section[@id='corrections']//text()"))
    assert line in " ".join(page.xpath("//div[@id='lines']//text()"))
    assert page.xpath("//section[@id='corrections']//a/@href") == ["ep01.corrections.json"]
    assert line.replace("-->", "→") in (folder / "ep01.vtt").read_text(encoding="utf-8")
    assert len(webvtt.read(str(folder / "ep01.vtt"))) == len(webvtt.read(str(site.build("ep01") / "transcript.vtt")))
    assert json.loads((folder / "ep01.transcript.json").read_text(encoding="utf-8"))["corrections"] == [line]
    (about,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(about)["correction"][0]["text"] == WRONG


def test_the_changed_passages_are_listed_with_their_times(site: Site) -> None:
    correct(site)
    (record,) = read_corrections((site.public / "episodes/ep01/ep01.corrections.json").read_bytes())
    assert (record["date"], record["text"]) == ("2026-06-02T12:00:00+00:00", WRONG)
    assert (record["audio_before"], record["audio"]) == ("ep01.mp3", audio_of(site).name)
    (change,) = record["changes"]
    assert change["kinds"] == ["text"]
    (was,), (now,) = change["before"], change["after"]
    assert was["passage"] == now["passage"] == 1
    assert was["text"] == "Two keys, one node, and it is three in the morning."
    assert now["text"] == "Two keys, seventeen nodes, and it is three in the morning."
    assert was["speaker"] == "Ada"
    first = webvtt.read(str(site.public / "episodes/ep01/ep01.vtt"))[0]
    assert first.start_in_seconds == pytest.approx(now["start_s"], abs=1)
    assert now["start_s"] < now["end_s"] < 5


def test_other_readers_see_one_episode_with_the_new_bytes(site: Site) -> None:
    correct(site)
    read = feedparser.parse(str(site.feed))
    assert not read.bozo
    (entry,) = [entry for entry in read.entries if "/ep01/" in entry.link]
    assert entry.enclosures[0].href.endswith(audio_of(site).name)
    assert int(entry.enclosures[0].length) == audio_of(site).stat().st_size
    with site.feed.open("rb") as file:
        episodes = podcastparser.parse("https://example.com/podcast/feed.xml", file)["episodes"]
    (episode,) = [episode for episode in episodes if "/ep01/" in episode["link"]]
    assert episode["enclosures"][0]["url"].endswith(audio_of(site).name)
    assert len({episode["guid"] for episode in episodes}) == 2


def test_several_corrections_stand_in_order_and_every_address_stays(site: Site) -> None:
    correct(site)
    first = audio_of(site)
    change(site, "ep01", 770, "eighteen")
    correct(site, text=WRONG_TOO, now=NOW)  # by a clock that is behind
    assert told(site) == [WRONG, WRONG_TOO]
    records = read_corrections((site.public / "episodes/ep01/ep01.corrections.json").read_bytes())
    assert [(one["audio_before"], one["audio"]) for one in records] == [
        ("ep01.mp3", first.name),
        (first.name, audio_of(site).name),
    ]
    assert records[0]["date"] < records[1]["date"]
    assert "seventeen" in records[0]["changes"][0]["after"][0]["text"]
    assert "eighteen" in records[1]["changes"][0]["after"][0]["text"]
    assert first.is_file()
    assert broken(site) == []
    state = site.files()
    publish([site.build("ep01")], site.show, site.public, now=NOW + 9 * DAY)
    assert site.files() == state  # publishing the same again changes no byte


def test_a_later_publish_without_a_word_gets_an_address_too_and_says_so(site: Site) -> None:
    correct(site)
    change(site, "ep01", 770, "eighteen")
    done = publish([site.build("ep01")], site.show, site.public, now=NOW + 2 * DAY)
    assert "was published with other sound before" in done.doubts[0]
    assert audio_of(site).name == f"ep01-{hashlib.sha256(audio_of(site).read_bytes()).hexdigest()[:8]}.mp3"
    assert broken(site) == []


def test_other_sound_without_a_correction_keeps_its_address_and_is_told_of(site: Site) -> None:
    before = item_of(site)
    for dry_run in (True, False):
        done = publish([site.build("ep01")], site.show, site.public, now=NOW + DAY, dry_run=dry_run)
        assert "whoever has it keeps that" in done.doubts[0]
        assert "--correction" in done.doubts[0]
    assert audio_of(site).name == "ep01.mp3"
    assert [item_of(site).findtext(name) for name in ("guid", "pubDate")] == [
        before.findtext(name) for name in ("guid", "pubDate")
    ]
    # As the sentence says: back, and again with a word.
    rollback(site.public)
    correct(site)
    assert broken(site) == []
    assert "seventeen" in (site.public / "episodes/ep01/ep01.corrections.json").read_text(encoding="utf-8")


def test_the_same_sound_is_no_news(site: Site) -> None:
    assert publish([site.build("ep02")], site.show, site.public, now=NOW + DAY).doubts == ()


def test_nothing_to_correct_is_refused(site: Site) -> None:
    state = site.files()
    with pytest.raises(StudioError) as caught:
        correct(site, "ep02")
    assert caught.value.code == "nothing-to-correct"
    assert "studio render ep02" in str(caught.value.hint)
    sample.build(site.root, "ep03", published=None)
    with pytest.raises(StudioError) as caught:
        correct(site, "ep03")
    assert caught.value.code == "not-published"
    assert "studio publish ep03" in str(caught.value.hint)
    unpublish("ep02", site.show, site.public, now=NOW)
    with pytest.raises(StudioError) as caught:
        correct(site, "ep02")
    assert caught.value.code == "not-published"
    rollback(site.public)
    assert site.files() == state


UNREADABLE = [
    "",
    "  ",
    "\u200b\u200d",
    "…",
    "!?",
    "a\nb",
    "a\tb",
    "tab\x0bbed",
    "\x00",
    "\x1b[31mred",
    "e\x07",
    "\ud83d",
]
UNREADABLE += ["right \u202e left", "a\u2028b", "\ufffe", "x" * 501, "\ue000 private", "\x85", "\x9f", "\u2066in\u2069"]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_nobody_can_read_is_refused(site_of_one: Site, text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        correct(site_of_one, text=text)
    assert caught.value.code == "bad-correction"
    assert "--correction" in str(caught.value.hint)


@pytest.fixture(scope="module")
def site_of_one(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("one"), "ep01")


READABLE = [
    "]]> & <script>alert(1)</script>",
    "{{ 7 * 7 }} {date} %s",
    "\\ \"quoted\" 'text'",
    "القيمة كانت خاطئة",
    "年が間違っていました。",
    "👩‍🔬 was not the author",
    "x" * 500,
    "12:34 is not a chapter",
    "NOTE --> 00:00:00.000 --> 00:00:01.000",
    "spaces    and no-break spaces",
]


def test_any_readable_text_is_told_as_it_was_written(site: Site) -> None:
    for number, text in enumerate(READABLE):
        change(site, "ep01", 600 + number, f"word{number}")
        correct(site, text=text, now=NOW + number * DAY)
    assert told(site) == [" ".join(text.split()) for text in READABLE]
    assert len(item_of(site).findtext("description").encode()) <= 4000
    assert broken(site) == []
    assert not feedparser.parse(str(site.feed)).bozo


def test_a_dry_run_of_a_correction_changes_nothing_and_tells_all(site: Site) -> None:
    state = site.files()
    done = correct(site, dry_run=True)
    assert site.files() == state
    assert done.corrected == (("ep01", 1),)
    assert re.search(r"\+.*Correction, 2 June 2026", done.feed_diff)
    assert ("new", "episodes/ep01/ep01.corrections.json") in done.changes


def test_a_correction_comes_back_after_unpublish_and_goes_with_a_rollback(site: Site) -> None:
    state = site.files()
    correct(site)
    corrected = site.files()
    unpublish("ep01", site.show, site.public, now=NOW + 2 * DAY)
    assert not (site.public / "episodes/ep01").exists()
    assert read_ledger(site.public).records["ep01"].corrections[0].text == WRONG
    publish([site.build("ep01")], site.show, site.public, now=NOW + 3 * DAY)
    assert WRONG in [
        one["text"] for one in read_corrections((site.public / "episodes/ep01/ep01.corrections.json").read_bytes())
    ]
    assert broken(site) == []
    rollback(site.public, steps=2)
    assert site.files() == corrected
    rollback(site.public)
    rollback(site.public, steps=4)  # a step back is a step as well
    assert site.files() == corrected
    change(site, "ep01", 770, "eighteen")
    correct(site, text=WRONG_TOO, now=NOW + 4 * DAY)
    rollback(site.public)
    assert site.files() == corrected
    assert state != corrected


def test_ten_corrections_are_taken_back_one_by_one(site: Site) -> None:
    states = [site.files()]
    for number in range(10):
        change(site, "ep01", 600 + number, f"word{number}")
        correct(site, text=f"Mistake {number}.", now=NOW + number * DAY)
        states.append(site.files())
    rollback(site.public, steps=10)
    assert site.files() == states[0]
    rollback(site.public)
    assert site.files() == states[10]
    rollback(site.public, steps=5)  # the two steps back are steps as well
    assert site.files() == states[7]
    assert broken(site) == []


def test_the_feed_heals_a_lost_ledger(site: Site) -> None:
    correct(site)
    state = site.files()
    (site.public / ".studio/ledger.json").unlink()
    publish([], site.show, site.public, now=NOW + 2 * DAY)
    assert read_ledger(site.public).records["ep01"].corrections[0].text == WRONG
    assert read_ledger(site.public).records["ep01"].summary == "Keys, nodes & the ring between them."
    assert site.files() == state


def test_other_formats_get_addresses_of_their_own(site: Site) -> None:
    sample.build(
        site.root,
        "ep02",
        also=("opus",),
        frequency_hz=900,
        published=datetime.datetime(2026, 3, 2, 6, tzinfo=datetime.UTC),
    )
    publish([site.build("ep02")], site.show, site.public, now=NOW, also=[Format.OPUS])
    old = (site.public / "episodes/ep02/ep02.opus").read_bytes()
    sample.build(
        site.root,
        "ep02",
        also=("opus",),
        frequency_hz=800,
        published=datetime.datetime(2026, 3, 2, 6, tzinfo=datetime.UTC),
    )
    correct(site, "ep02", also=[Format.OPUS])
    sources = [source.get("uri").split("/")[-1] for source in item_of(site, "ep02").iter(tag("podcast:source"))]
    assert all(re.fullmatch(r"ep02-[0-9a-f]{8}\.(mp3|opus)", name) for name in sources)
    assert (site.public / "episodes/ep02/ep02.opus").read_bytes() == old
    assert broken(site) == []


def test_an_episode_of_an_earlier_version_is_compared_by_its_transcript(site: Site) -> None:
    (site.public / "episodes/ep01/ep01.passages.json").unlink()
    vtt = site.build("ep01") / "transcript.vtt"
    vtt.write_text(vtt.read_text(encoding="utf-8").replace("Two keys", "Three keys"), encoding="utf-8")
    manifest = json.loads((site.build("ep01") / "manifest.json").read_text(encoding="utf-8"))
    data = vtt.read_bytes()
    manifest["files"]["transcript.vtt"] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (site.build("ep01") / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    correct(site)
    (record,) = read_corrections((site.public / "episodes/ep01/ep01.corrections.json").read_bytes())
    assert [
        one["text"].split()[0] for one in (record["changes"][0]["before"][0], record["changes"][0]["after"][0])
    ] == [
        "Two",
        "Three",
    ]


def test_from_an_empty_checkout_all_corrections_are_kept(site: Site, place: str, tmp_path: Path) -> None:
    mirror(site.public, place)
    correct(site)
    mirror(site.public, place)
    other = another_machine(site, tmp_path / "ci")
    change(other, "ep01", 770, "eighteen")
    correct(other, text=WRONG_TOO, there=look(other.public, place), now=NOW + 2 * DAY)
    mirror(other.public, place)
    served = served_at(place)
    (record, later) = read_corrections(served["episodes/ep01/ep01.corrections.json"])
    assert "seventeen" in record["changes"][0]["after"][0]["text"]
    assert "seventeen" in later["changes"][0]["before"][0]["text"]
    assert {name for name in served if name.endswith(".mp3") and "/ep01/" in name} == {
        f"episodes/ep01/{name}" for name in ("ep01.mp3", record["audio"], later["audio"])
    }
    # The first machine takes it over, and takes the episode out there with all that was kept.
    unpublish("ep01", site.show, site.public, now=NOW, there=look(site.public, place))
    mirror(site.public, place)
    assert not [name for name in served_at(place) if name.startswith("episodes/ep01/")]
    assert [one.text for one in read_ledger(site.public).records["ep01"].corrections] == [WRONG, WRONG_TOO]
    assert broken(site) == []


def test_a_copied_folder_is_whole_after_a_correction(site: Site, tmp_path: Path) -> None:
    served = tmp_path / "served"
    mirror(site.public, str(served))
    correct(site, there=look(site.public, str(served)))
    mirror(site.public, str(served))
    assert verify_feed(served, site.show, measure=False).broken == ()
    assert (served / "episodes/ep01/ep01.mp3").is_file()
