"""Corrections in a bucket: cut short while they are sent, from a second machine, and both at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from correcting import DAY, WRONG, WRONG_TOO, change, correct
from lxml import etree
from sample_site import NOW, Site
from two_machines import another_machine, switched_off

from studio.feed.errata import corrections_of, read_corrections
from studio.feed.records import audio_of
from studio.kit.errors import StudioError
from studio.publish.merge import look
from studio.publish.mirror import mirror
from studio.publish.publish import publish
from studio.verify.feed import verify_feed


@pytest.fixture(autouse=True)
def _without_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)


class Bucket:
    """What anybody can download of a show in the bucket."""

    def __init__(self, bucket: tuple[str, object], folder: str) -> None:
        self.options = {"endpoint_url": bucket[0]}
        self.client, self.folder, self.url = bucket[1], folder, f"s3://show/{folder}"

    def files(self) -> dict[str, bytes]:
        listed = self.client.list_objects_v2(Bucket="show", Prefix=f"{self.folder}/")["Contents"]  # type: ignore[attr-defined]
        keys = [entry["Key"] for entry in listed]
        return {
            key.removeprefix(f"{self.folder}/"): self.client.get_object(Bucket="show", Key=key)["Body"].read()  # type: ignore[attr-defined]
            for key in keys
        }

    def head(self, name: str) -> dict[str, str]:
        return self.client.head_object(Bucket="show", Key=f"{self.folder}/{name}")  # type: ignore[attr-defined]

    def send(self, machine: Site) -> None:
        mirror(machine.public, self.url, **self.options)

    def correct(self, machine: Site, identity: str, text: str, days: int) -> None:
        there = look(machine.public, self.url, **self.options)
        correct(machine, identity, text, there=there, now=NOW + days * DAY)
        self.send(machine)


def items_of(files: dict[str, bytes]) -> dict[str, etree._Element]:
    items = etree.fromstring(files["feed.xml"]).iterfind("channel/item")
    return {item.findtext("link").split("/")[-2]: item for item in items}


def sounds_of(files: dict[str, bytes]) -> dict[str, bytes]:
    """What plays for each episode, as long as the feed says."""
    found = {}
    for identity, item in items_of(files).items():
        found[identity] = files[f"episodes/{identity}/{audio_of(item)}"]
        assert len(found[identity]) == int(item.find("enclosure").get("length"))
    return found


@pytest.mark.parametrize("after", [0, 6, 11])
def test_a_correction_cut_short_is_finished_and_another_machine_corrects_in_between(
    site: Site, bucket: tuple[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    place = Bucket(bucket, f"podcast{after}")
    place.send(site)
    before = place.files()
    guids = {identity: item.findtext("guid") for identity, item in items_of(before).items()}
    change(site, "ep01")
    with monkeypatch.context() as patch:
        switched_off(patch, after)
        with pytest.raises(StudioError) as caught:
            place.correct(site, "ep01", WRONG, 1)
    assert caught.value.code == "mirror-failed"
    # Whoever listens now hears what was there, or what is there now, whole.
    assert sounds_of(place.files()) in (sounds_of(before), sounds_of(site.files()))
    other = another_machine(site, tmp_path / "ci")
    change(other, "ep02", 990, "eighteen")
    place.correct(other, "ep02", WRONG_TOO, 2)
    # The first machine has corrected already, and only has to say so; what the other did comes along.
    publish([], site.show, site.public, now=NOW + 3 * DAY, there=look(site.public, place.url, **place.options))
    place.send(site)
    files, items = place.files(), items_of(place.files())
    assert {identity: item.findtext("guid") for identity, item in items.items()} == guids
    assert {identity: [one.text for one in corrections_of(item)] for identity, item in items.items()} == {
        "ep01": [" ".join(WRONG.split())],
        "ep02": [WRONG_TOO],
    }
    sounds = sounds_of(files)
    assert all(sounds[identity] != sounds_of(before)[identity] for identity in guids)
    for identity, item in items.items():
        former = f"episodes/{identity}/{identity}.mp3"
        assert files[former] == before[former], "the former address is kept"
        head = place.head(f"episodes/{identity}/{audio_of(item)}")
        assert (head["ContentType"], head["CacheControl"]) == ("audio/mpeg", "public, max-age=31536000, immutable")
        told = read_corrections(files[f"episodes/{identity}/{identity}.corrections.json"])
        assert [one["audio"] for one in told] == [audio_of(item)]
    served = tmp_path / "served"
    for name, data in files.items():
        (served / name).parent.mkdir(parents=True, exist_ok=True)
        (served / name).write_bytes(data)
    assert verify_feed(served, site.show, measure=False).broken == ()


def test_two_corrections_of_one_episode_are_for_people_to_decide(
    site: Site, bucket: tuple[str, object], tmp_path: Path
) -> None:
    place = Bucket(bucket, "podcast")
    place.send(site)
    other = another_machine(site, tmp_path / "ci")
    publish([], other.show, other.public, now=NOW, there=look(other.public, place.url, **place.options))
    change(site, "ep01")
    place.correct(site, "ep01", WRONG, 1)
    served = place.files()
    change(other, "ep01", 990, "eighteen")
    correct(other, "ep01", WRONG_TOO)
    with pytest.raises(StudioError) as caught:
        publish([], other.show, other.public, now=NOW + 2 * DAY, there=look(other.public, place.url, **place.options))
    assert caught.value.code == "feed-conflict"
    assert "ep01" in caught.value.message
    with pytest.raises(StudioError) as caught:
        place.send(other)
    assert caught.value.code == "feed-moved"
    assert place.files() == served
