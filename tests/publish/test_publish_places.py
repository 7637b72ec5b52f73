"""A bucket refuses what somebody replaced a moment before, and the commands keep what is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sample_site import NOW, Site
from two_machines import another_machine, build_again, publish_to, titles_of

from studio.cli import main
from studio.kit.errors import StudioError
from studio.publish.merge import look
from studio.publish.mirror import mirror
from studio.publish.publish import publish

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(autouse=True)
def _without_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)


# ------------------------------------------------------------------------------------------------- a real bucket


def test_a_bucket_refuses_a_feed_that_somebody_replaced_a_moment_before(
    site: Site, bucket: tuple[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, client = bucket
    place = "s3://show/podcast"
    publish_to(site, place, endpoint_url=endpoint)
    other = another_machine(site, tmp_path / "ci")
    build_again(other, "ep03", "The Third")
    publish_to(other, place, "ep03", endpoint_url=endpoint)
    publish_to(site, place, endpoint_url=endpoint)
    build_again(site, "ep01", "Ours")
    publish(
        [site.build("ep01")], site.show, site.public, now=NOW, there=look(site.public, place, endpoint_url=endpoint)
    )
    build_again(other, "ep04", "The Fourth")
    # The look again before the write sees nothing: only the store's own condition is left.
    from studio.publish.destination import Destination

    read = Destination.read

    def read_then_lose(self: Destination, name: str) -> bytes | None:
        data = read(self, name)
        if name == "feed.xml" and not done:
            done.append(data)
        elif name == "feed.xml" and len(done) == 1:
            done.append(data)
            publish_to(other, place, "ep04", endpoint_url=endpoint)
        return data

    done: list[bytes | None] = []
    monkeypatch.setattr(Destination, "read", read_then_lose)
    with pytest.raises(StudioError) as caught:
        mirror(site.public, place, endpoint_url=endpoint)
    assert caught.value.code == "feed-moved"
    monkeypatch.undo()
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)
    feed = client.get_object(Bucket="show", Key="podcast/feed.xml")["Body"].read()  # type: ignore[attr-defined]
    assert "The Fourth" in titles_of(feed)
    publish_to(site, place, endpoint_url=endpoint)
    feed = client.get_object(Bucket="show", Key="podcast/feed.xml")["Body"].read()  # type: ignore[attr-defined]
    assert {"The Third", "The Fourth", "Ours"} <= set(titles_of(feed))


# ------------------------------------------------------------------------------------------------ the commands


def test_the_commands_keep_what_is_there(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "served"

    def run(machine: Site, *arguments: str) -> str:
        monkeypatch.setattr("studio.settings.workspace.find_root", lambda _: machine.root)
        monkeypatch.setattr("studio.settings.workspace.load_show", lambda _: machine.show)
        assert main([*arguments, "--to", str(target)]) == 0
        return capsys.readouterr().out

    run(site, "publish", "ep01")
    other = another_machine(site, tmp_path / "ci")
    build_again(other, "ep03", "The Third")
    run(other, "publish", "ep03")
    assert len(titles_of((target / "feed.xml").read_bytes())) == 3
    shutil.rmtree(other.public)
    assert "removed" in run(other, "unpublish", "ep03", "--prefer", "there")
    assert len(titles_of((target / "feed.xml").read_bytes())) == 2
    assert not (target / "episodes/ep03").exists() or not any((target / "episodes/ep03").iterdir())
