"""What publishing leaves in the folder, and what it refuses to."""

from __future__ import annotations

import datetime
import json
import multiprocessing
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sample_episode as sample
from commands import render
from lxml import etree
from sample_site import NOW, Site

from studio.audio import measure
from studio.kit.errors import ConfigurationError, StudioError
from studio.model.show import FinalVoice
from studio.publish.publish import PublishError, publish, rollback, schedule, scheduled, unpublish
from studio.publish.transaction import locked
from studio.settings.show import load_show
from studio.verify.feed import verify_feed


def _items(site: Site) -> list[etree._Element]:
    return list(etree.parse(str(site.feed)).getroot().iterfind("channel/item"))


def _republish(site: Site, identity: str = "ep01", **options: object) -> object:
    return publish([site.build(identity)], site.show, site.public, now=NOW, **options)  # type: ignore[arg-type]


def test_every_promise_holds_after_publishing(published: Site) -> None:
    report = verify_feed(published.public, published.show)
    assert report.broken == ()
    assert len(report.promises) > 80


def test_items_stand_newest_first_in_whatever_order_they_came(site: Site) -> None:
    order = [item.find("enclosure").get("url").rsplit("/", 1)[1] for item in _items(site)]
    assert order == ["ep02.mp3", "ep01.mp3"]
    _republish(site, "ep01")
    assert [item.find("enclosure").get("url").rsplit("/", 1)[1] for item in _items(site)] == order


def test_publishing_the_same_build_again_changes_not_a_byte(site: Site) -> None:
    before = site.files()
    times = {path: path.stat().st_mtime_ns for path in site.public.rglob("*.*") if path.is_file()}
    outcome = publish([site.build("ep01")], site.show, site.public, now=NOW + datetime.timedelta(days=9))
    assert outcome.changes == ()
    assert site.files() == before
    assert all(path.stat().st_mtime_ns == then for path, then in times.items() if ".studio" not in path.parts)


def test_the_same_builds_give_the_same_folder_elsewhere(published: Site, tmp_path: Path) -> None:
    publish([published.build("ep02"), published.build("ep01")], published.show, tmp_path / "p", now=NOW)
    assert Site(tmp_path, published.show).root.joinpath("p", "feed.xml").read_bytes() == published.feed.read_bytes()
    again = Site(tmp_path, published.show)
    shutil.move(tmp_path / "p", again.public)
    assert again.files() == published.files()


def test_changed_audio_keeps_guid_and_address_and_gets_its_new_length(site: Site) -> None:
    before = _items(site)[1]
    first = datetime.datetime(2026, 3, 1, 6, tzinfo=datetime.UTC)
    sample.build(site.root, "ep01", frequency_hz=1000, title="Another Title Altogether", published=first)
    _republish(site)
    after = _items(site)[1]
    assert after.findtext("title") == "Another Title Altogether"
    assert after.findtext("guid") == before.findtext("guid")
    assert after.findtext("pubDate") == before.findtext("pubDate")
    assert after.find("enclosure").get("url") == before.find("enclosure").get("url")
    size = (site.public / "episodes/ep01/ep01.mp3").stat().st_size
    assert after.find("enclosure").get("length") == str(size)
    assert verify_feed(site.public, site.show).broken == ()


def test_an_episode_without_a_date_keeps_the_one_it_was_first_published_on(site: Site) -> None:
    sample.build(site.root, "ep03", published=None)
    _republish(site, "ep03")
    assert _items(site)[0].findtext("pubDate") == "Mon, 01 Jun 2026 12:00:00 +0000"
    publish([site.build("ep03")], site.show, site.public, now=NOW + datetime.timedelta(days=30))
    assert _items(site)[0].findtext("pubDate") == "Mon, 01 Jun 2026 12:00:00 +0000"


def test_a_guid_once_given_survives_a_new_feed_address_and_an_unpublish(site: Site) -> None:
    guid = _items(site)[0].findtext("guid")
    moved = replace(site.show, feed_url="https://elsewhere.example/feed.xml")
    unpublish("ep02", moved, site.public, now=NOW)
    assert [item.findtext("guid") for item in _items(site)] != [guid]
    publish([site.build("ep02"), site.build("ep01")], moved, site.public, now=NOW)
    assert _items(site)[0].findtext("guid") == guid
    assert verify_feed(site.public, moved).broken == ()


def test_a_dry_run_shows_the_feed_and_changes_nothing(site: Site) -> None:
    before = site.files()
    sample.build(site.root, "ep03", title="The Third", published=datetime.datetime(2026, 3, 3, tzinfo=datetime.UTC))
    outcome = publish([site.build("ep03")], site.show, site.public, now=NOW, dry_run=True)
    assert "+      <title>The Third</title>" in outcome.feed_diff.splitlines()
    assert ("new", "episodes/ep03/ep03.mp3") in outcome.changes
    assert ("changed", "feed.xml") in outcome.changes
    assert site.files() == before


def test_unpublishing_takes_the_item_and_its_files(site: Site) -> None:
    unpublish("ep02", site.show, site.public, now=NOW)
    assert [item.findtext("title") for item in _items(site)] == ["A Sample of Everything"]
    assert not (site.public / "episodes/ep02").exists()
    assert "ep02" not in (site.public / "index.html").read_text(encoding="utf-8")
    assert verify_feed(site.public, site.show).broken == ()
    with pytest.raises(StudioError) as caught:
        unpublish("ep02", site.show, site.public, now=NOW)
    assert caught.value.code == "not-published"


def test_a_rollback_restores_every_byte_and_can_be_taken_back(site: Site) -> None:
    before = site.files()
    sample.build(site.root, "ep01", frequency_hz=1000)
    _republish(site)
    after = site.files()
    assert after != before
    rollback(site.public)
    assert site.files() == before
    rollback(site.public)
    assert site.files() == after
    unpublish("ep02", site.show, site.public, now=NOW)
    rollback(site.public)
    assert site.files() == after


def test_the_very_first_publish_can_be_rolled_back(published: Site, tmp_path: Path) -> None:
    site = Site(tmp_path, published.show)
    publish([published.build("ep01")], site.show, site.public, now=NOW)
    after = site.files()
    rollback(site.public)
    assert site.files() == {}
    rollback(site.public)
    assert site.files() == after


def test_nothing_to_roll_back_is_said(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as caught:
        rollback(tmp_path / "new")
    assert caught.value.code == "nothing-to-roll-back"


def test_a_scheduled_episode_appears_when_it_is_due(site: Site) -> None:
    before = site.files()
    sample.build(site.root, "ep03", published=None)
    at = NOW + datetime.timedelta(days=2)
    schedule(site.build("ep03"), site.show, site.public, at=at, now=NOW)
    assert scheduled(site.public) == (("ep03", at),)
    shutil.rmtree(site.build("ep03"))
    assert publish([], site.show, site.public, now=NOW + datetime.timedelta(days=1)).episodes == ()
    assert site.files() == before
    assert publish([], site.show, site.public, now=NOW + datetime.timedelta(days=3)).episodes == ("ep03",)
    assert _items(site)[0].findtext("pubDate") == "Wed, 03 Jun 2026 12:00:00 +0000"
    assert scheduled(site.public) == ()
    assert verify_feed(site.public, site.show, measure=False).broken == ()


def test_a_date_to_come_needs_a_schedule(site: Site) -> None:
    sample.build(site.root, "ep03", published=NOW + datetime.timedelta(days=1))
    with pytest.raises(PublishError) as caught:
        _republish(site, "ep03")
    assert [finding.code for finding in caught.value.broken] == ["date-reached"]
    with pytest.raises(ConfigurationError):
        schedule(site.build("ep03"), site.show, site.public, at=NOW, now=NOW)


def test_a_damaged_build_is_refused_and_nothing_changes(site: Site) -> None:
    before = site.files()
    mp3 = site.build("ep02") / "ep02.mp3"
    mp3.write_bytes(mp3.read_bytes()[:-500])
    with pytest.raises(PublishError) as caught:
        _republish(site, "ep02")
    assert {"file-unchanged", "frames-whole"} <= {finding.code for finding in caught.value.broken}
    assert "ep02.mp3" in str(caught.value)
    assert site.files() == before


def test_sound_that_is_too_loud_is_refused(site: Site) -> None:
    sample.build(site.root, "ep01", frequency_hz=1200)  # half a decibel louder to the ear's filter
    with pytest.raises(PublishError) as caught:
        _republish(site)
    assert [finding.code for finding in caught.value.broken] == ["loudness"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (shutil.rmtree, "not-built"),
        (lambda build: (build / "manifest.json").write_text("{"), "damaged-build"),
        (lambda build: (build / "manifest.json").write_text("{}"), "damaged-build"),
        (lambda build: (build / "transcript.vtt").write_text("nonsense"), "damaged-build"),
    ],
)
def test_builds_that_cannot_be_read_are_named(site: Site, spoil: object, code: str) -> None:
    spoil(site.build("ep02"))  # type: ignore[operator]
    with pytest.raises(StudioError) as caught:
        _republish(site, "ep02")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"categories": ("technology",)}, "category"),
        ({"categories": ()}, "category"),
        ({"email": ""}, "owner-email"),
        ({"feed_url": "https://example.com/a feed.xml"}, "feed-url"),
        ({"description": " "}, "description"),
    ],
)
def test_a_show_that_directories_would_refuse_is_refused_here(
    site: Site, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(PublishError) as caught:
        publish([site.build("ep01")], replace(site.show, **changes), site.public, now=NOW)  # type: ignore[arg-type]
    assert [finding.code for finding in caught.value.broken] == [code]


def test_a_small_or_disguised_cover_is_refused(site: Site) -> None:
    site.show.artwork.write_bytes(sample.cover(600))
    with pytest.raises(PublishError) as caught:
        _republish(site)
    assert "600 × 600" in str(caught.value)
    site.show.artwork.write_bytes(b"RIFF\0\0\0\0WEBPVP8 " + bytes(40))
    with pytest.raises(PublishError) as caught:
        _republish(site)
    assert "webp" in str(caught.value)


def test_a_feed_that_cannot_be_read_is_left_alone(site: Site) -> None:
    site.feed.write_text("<rss><channel>")
    with pytest.raises(StudioError) as caught:
        _republish(site)
    assert caught.value.code == "damaged-feed"
    assert site.feed.read_text() == "<rss><channel>"


def test_other_formats_are_offered_with_their_integrity(site: Site) -> None:
    sample.build(
        site.root, "ep01", also=("opus", "m4a"), published=datetime.datetime(2026, 3, 1, 6, tzinfo=datetime.UTC)
    )
    _republish(site, also=("opus", "m4a"))
    item = _items(site)[1]
    offered = [
        (element.get("type"), element.get("title"), element.get("bitrate"), element.get("default"))
        for element in item.iter("{*}alternateEnclosure")
    ]
    assert offered == [
        ("audio/mpeg", "MP3", "96000", "true"),
        ("audio/ogg", "Opus", "64000", "false"),
        ("audio/mp4", "AAC", "112000", "false"),
    ]
    for kind in ("opus", "m4a"):
        assert (site.public / f"episodes/ep01/ep01.{kind}").read_bytes() == (
            site.build("ep01") / f"ep01.{kind}"
        ).read_bytes()
    assert verify_feed(site.public, site.show, measure=False).broken == ()
    before = site.files()
    assert not _republish(site, also=("opus", "m4a")).changes  # type: ignore[attr-defined]
    assert site.files() == before
    _republish(site)
    assert not (site.public / "episodes/ep01/ep01.opus").exists()
    with pytest.raises(ConfigurationError):
        _republish(site, also=("flac",))


def test_a_format_that_the_build_lacks_is_refused_with_the_way_to_it(site: Site) -> None:
    before = site.files()
    with pytest.raises(StudioError) as caught:
        _republish(site, also=("opus",))
    assert caught.value.code == "format-not-built"
    assert caught.value.exit_code == 1
    assert "studio render ep01 --also opus" in str(caught.value.hint)
    assert site.files() == before


def test_a_changed_opus_file_is_refused_like_any_other(site: Site) -> None:
    sample.build(site.root, "ep01", also=("opus",))
    opus = site.build("ep01") / "ep01.opus"
    opus.write_bytes(opus.read_bytes()[:-1])
    with pytest.raises(PublishError) as caught:
        _republish(site, also=("opus",))
    assert [promise.code for promise in caught.value.broken] == ["file-unchanged"]


def test_what_was_scheduled_is_published_in_the_formats_that_it_has(site: Site) -> None:
    for identity, also in (("ep03", ()), ("ep04", ("opus",))):
        sample.build(site.root, identity, published=None, also=also)
        schedule(site.build(identity), site.show, site.public, at=NOW + datetime.timedelta(days=2), now=NOW)
    publish([], site.show, site.public, now=NOW + datetime.timedelta(days=3), also=("opus",))
    assert not (site.public / "episodes/ep03/ep03.opus").exists()
    assert (site.public / "episodes/ep04/ep04.opus").is_file()
    assert verify_feed(site.public, site.show, measure=False).broken == ()


def test_the_opus_file_of_a_render_is_the_one_that_listeners_get(
    make_show: Callable[..., Path], tmp_path: Path
) -> None:
    show = replace(load_show(make_show()), email="ada@example.com")
    made = render(show.root, "ep01", also=("opus",))
    public = tmp_path / "public"
    publish([made.mp3.parent], show, public, now=NOW, also=("opus",))
    heard = measure(public / "episodes/ep01/ep01.opus")
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert heard.duration_s == pytest.approx(made.duration_s, abs=0.05)
    assert heard.warnings == ()
    assert (public / "episodes/ep01/ep01.opus").read_bytes() == made.also[0].read_bytes()
    assert verify_feed(public, show).broken == ()


@pytest.mark.parametrize("identity", ["ep01", "ep03"])
def test_a_missing_mp3_is_told_as_missing(site: Site, identity: str) -> None:
    sample.build(site.root, identity)
    (site.build(identity) / f"{identity}.mp3").unlink()
    with pytest.raises(PublishError) as caught:
        _republish(site, identity)
    assert {promise.code for promise in caught.value.broken} == {"file-unchanged", "mp3-present"}
    assert "cannot write" not in str(caught.value)


def test_a_missing_cover_is_told_as_missing(site: Site) -> None:
    site.show.artwork.unlink()
    with pytest.raises(PublishError) as caught:
        _republish(site)
    assert [promise.code for promise in caught.value.broken] == ["cover-present"]


def _hold(folder: Path, ready: object, done: object) -> None:
    with locked(folder):
        ready.set()  # type: ignore[attr-defined]
        done.wait(30)  # type: ignore[attr-defined]


def test_a_second_publish_at_the_same_time_is_told(site: Site) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(site.public, ready, done))
    other.start()
    try:
        assert ready.wait(30)
        with pytest.raises(StudioError) as caught:
            _republish(site)
        assert caught.value.code == "publish-in-progress"
    finally:
        done.set()
        other.join()
    _republish(site)


def test_long_notes_are_cut_where_directories_cut_them(site: Site) -> None:
    sample.build(site.root, "ep01", summary="A long tale. " * 2_000)
    _republish(site)
    item = _items(site)[1]
    assert len((item.findtext("description") or "").encode()) <= 4_000
    assert len((item.findtext("{*}encoded") or "").encode()) > 20_000


def test_a_way_to_support_the_show_is_named_where_there_is_one(site: Site) -> None:
    _republish(site)
    assert b"podcast:funding" not in site.feed.read_bytes()
    show = replace(site.show, funding_url="https://show.example/support", funding_text="Buy us a node " * 20)
    publish([site.build("ep01")], show, site.public, now=NOW)
    (funding,) = etree.parse(str(site.feed)).getroot().findall("channel/{*}funding")
    assert funding.get("url") == "https://show.example/support"
    assert len(funding.text or "") <= 128


def test_a_draft_of_a_show_with_finals_is_told(site: Site) -> None:
    final = FinalVoice(engine="silent")
    voices = {"narrator": replace(site.show.voices["narrator"], final=final)}
    path = site.build("ep01") / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for takes, doubts in (("draft", 1), ("final", 0)):
        record["voices"] = {"takes": takes, "engines": {"narrator": "silent"}}
        path.write_text(json.dumps(record), encoding="utf-8")
        outcome = publish([site.build("ep01")], replace(site.show, voices=voices), site.public, now=NOW)
        assert len([doubt for doubt in outcome.doubts if "ep01 is a draft" in doubt]) == doubts
    record["voices"]["takes"] = "draft"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert publish([site.build("ep01")], site.show, site.public, now=NOW).doubts == ()
    waits = schedule(
        site.build("ep01"), replace(site.show, voices=voices), site.public, at=NOW + datetime.timedelta(days=1), now=NOW
    )
    assert "ep01 is a draft" in waits.doubts[0]
