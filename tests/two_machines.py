"""Two checkouts of one show that publish to one place."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site

from studio.publish.destination import Destination
from studio.publish.draft import Outcome
from studio.publish.merge import look
from studio.publish.mirror import Mirrored, mirror
from studio.publish.prefer import Prefer
from studio.publish.publish import publish, unpublish

fsspec = pytest.importorskip("fsspec")


def another_machine(site: Site, folder: Path) -> Site:
    """A checkout of the show on another machine: builds, and nothing that was published."""
    shutil.copytree(site.root / "assets", folder / "assets")
    shutil.copytree(site.root / "build", folder / "build")
    return Site(folder, sample.show(folder))


def publish_to(site: Site, place: str, *identities: str, prefer: Prefer | None = None, **options: object) -> Outcome:
    builds = [site.build(identity) for identity in identities]
    there = look(site.public, place, **options)
    done = publish(builds, site.show, site.public, now=NOW, there=there, prefer=prefer)
    mirror(site.public, place, **options)
    return done


def unpublish_from(site: Site, place: str, identity: str) -> Mirrored:
    unpublish(identity, site.show, site.public, there=look(site.public, place), now=NOW)
    return mirror(site.public, place)


def build_again(site: Site, identity: str, title: str) -> None:
    sample.build(
        site.root,
        identity,
        title=title,
        published=datetime.datetime(2026, 3, int(identity[2:]), 6, tzinfo=datetime.UTC),
    )


def served_at(place: str) -> dict[str, bytes]:
    filesystem, root = fsspec.core.url_to_fs(place)
    return {name[len(root) + 1 :]: filesystem.cat_file(name) for name in filesystem.find(root)}


def titles_of(data: bytes) -> list[str | None]:
    return [item.findtext("title") for item in etree.fromstring(data).iterfind("channel/item")]


class SwitchedOffError(Exception):
    """The machine was switched off."""


def switched_off(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Let a machine stop in the middle of sending, after so many files."""
    send = Destination.send

    def send_some(self: Destination, source: Path, name: str, **conditions: str) -> None:
        nonlocal after
        after -= 1
        if after < 0:
            raise SwitchedOffError
        send(self, source, name, **conditions)

    monkeypatch.setattr(Destination, "send", send_some)
