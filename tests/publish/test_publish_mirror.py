"""The feed folder on an S3-compatible server, and in any other place that fsspec knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_site import NOW, Site

from studio.feed.media_types import cache_control, content_type
from studio.kit.errors import StudioError
from studio.publish.mirror import mirror
from studio.publish.publish import publish, unpublish

fsspec = pytest.importorskip("fsspec")


def test_a_bucket_gets_every_file_with_its_type(site: Site, bucket: tuple[str, object]) -> None:
    endpoint, client = bucket
    done = mirror(site.public, "s3://show/podcast", endpoint_url=endpoint)
    assert set(done.sent) == set(site.files())
    assert done.sent[-1] == "feed.xml"
    feed = client.get_object(Bucket="show", Key="podcast/feed.xml")  # type: ignore[attr-defined]
    assert feed["Body"].read() == site.feed.read_bytes()
    assert feed["ContentType"] == "application/xml; charset=utf-8"
    assert feed["CacheControl"] == "public, max-age=300"
    sound = client.head_object(Bucket="show", Key="podcast/episodes/ep01/ep01.mp3")  # type: ignore[attr-defined]
    assert sound["ContentType"] == "audio/mpeg"
    assert sound["ContentLength"] == (site.public / "episodes/ep01/ep01.mp3").stat().st_size
    chapters = client.head_object(Bucket="show", Key="podcast/episodes/ep01/ep01.chapters.json")  # type: ignore[attr-defined]
    assert chapters["ContentType"] == "application/json+chapters"

    assert mirror(site.public, "s3://show/podcast", endpoint_url=endpoint).sent == ()
    unpublish("ep02", site.show, site.public, now=NOW)
    done = mirror(site.public, "s3://show/podcast", endpoint_url=endpoint)
    whole_show = {"index.html", "feed.xml", "sitemap.xml", "episodes.js"}
    assert set(done.sent) == {*whole_show, "episodes/ep01/index.html"}  # it has no next episode any more
    assert "episodes/ep02/ep02.mp3" in done.removed
    listed = client.list_objects_v2(Bucket="show", Prefix="podcast/episodes/")["Contents"]  # type: ignore[attr-defined]
    assert {entry["Key"].split("/")[2] for entry in listed} == {"ep01"}


def test_another_folder_is_brought_up_to_date(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    mirror(site.public, target.as_uri())
    copied = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert json.loads(copied.pop(".studio/ledger.json"))["episodes"].keys() == {"ep01", "ep02"}
    assert copied == site.files()
    publish([site.build("ep01")], site.show, site.public, now=NOW)
    assert mirror(site.public, target.as_uri()).sent == ()


def test_a_destination_that_fails_is_told_and_tried_again(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("in the way")
    with pytest.raises(StudioError) as caught:
        mirror(site.public, target.as_uri())
    assert caught.value.code == "mirror-failed"
    target.unlink()
    assert len(mirror(site.public, target.as_uri()).sent) == len(site.files())


def test_an_unknown_protocol_is_refused(site: Site) -> None:
    with pytest.raises(StudioError) as caught:
        mirror(site.public, "gopher9://somewhere")
    assert caught.value.code == "unknown-destination"


@pytest.mark.parametrize(
    ("name", "kind", "cache"),
    [
        ("feed.xml", "application/xml; charset=utf-8", "public, max-age=300"),
        ("sitemap.xml", "application/xml; charset=utf-8", "public, max-age=300"),
        ("episodes.js", "text/javascript; charset=utf-8", "public, max-age=300"),
        ("robots.txt", "text/plain; charset=utf-8", "public, max-age=3600"),
        ("episodes/a/a.mp3", "audio/mpeg", "public, max-age=3600"),
        ("episodes/a/a.transcript.json", "application/json; charset=utf-8", "public, max-age=300"),
        ("art/cover-0123abcd.jpg", "image/jpeg", "public, max-age=31536000, immutable"),
        ("static/page-0123abcd.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("x.unknown", "application/octet-stream", "public, max-age=3600"),
    ],
)
def test_types_and_caching(name: str, kind: str, cache: str) -> None:
    assert content_type(name) == kind
    assert cache_control(name) == cache
