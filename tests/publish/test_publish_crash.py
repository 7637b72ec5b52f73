"""A publish that is killed: the folder is valid at every moment, and the next publish completes it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sample_episode as sample
from lxml import etree
from sample_site import NOW, Site

from studio.publish.publish import publish, rollback, unpublish
from studio.verify.feed import verify_feed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLS = 50
EVENTS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile", "shutil.rmtree"}


def _run_until(action: Callable[[], object], last_event: int | None) -> int:
    """Act in a child that is killed at its n-th file operation; returns how many there were if it came to its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, arguments: object) -> None:
            nonlocal count
            if event in EVENTS:
                count += 1
                if count == last_event:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            action()
            os.write(writing, str(count).encode())
        finally:
            os._exit(0)
    os.close(writing)
    told = os.read(reading, 20)
    os.close(reading)
    os.waitpid(child, 0)
    return int(told or 0)


def _is_valid(site: Site) -> None:
    """What a podcast app relies on, whatever happened."""
    broken = [
        finding
        for finding in verify_feed(site.public, site.show, measure=False).broken
        # Replaced sound stands under its name one rename before the feed that tells its length; see the journal.
        if finding.code not in ("publish-complete", *(REPLACED if _has_journal(site) else ()))
        and not (_has_journal(site) and finding.code.startswith(PAGES))
    ]
    assert broken == []


REPLACED = (
    *("enclosure-length", "integrity", "item-duration"),
    *("chapters-agree-json", "chapters-agree-psc", "chapters-agree-notes"),
)


PAGES = ("page-", "embed-", "oembed-", "index-", "search-", "sitemap-")
"""What is said of pages, which land before the feed that names their episodes."""


def _has_journal(site: Site) -> bool:
    return (site.public / ".studio" / "journal.json").exists()


@pytest.fixture(scope="module", autouse=True)
def _without_decoding() -> Iterator[None]:
    """Decoding changes no file, and takes nearly all of the time of a publish this small."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studio.verify.build.check_sound", lambda *_, **__: None)
        yield


@pytest.fixture(scope="module")
def goal(published: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The published site with a new build of ep01 and a build of ep03, and where publishing both must lead."""
    root = tmp_path_factory.mktemp("goal") / "site"
    shutil.copytree(published.root, root)
    sample.build(root, "ep01", frequency_hz=1000, title="Said Again, Better")
    sample.build(root, "ep03")
    done = Site(root, sample.show(root))
    shutil.copytree(done.public, root / "before")
    publish([done.build("ep01"), done.build("ep03")], done.show, done.public, now=NOW)
    return done


def test_a_killed_publish_leaves_a_valid_feed_and_the_next_completes_it(goal: Site, tmp_path: Path) -> None:
    site = Site(tmp_path, goal.show)
    builds = [goal.build("ep01"), goal.build("ep03")]
    aim = goal.files()

    def act() -> None:
        publish(builds, site.show, site.public, now=NOW)

    def start_over() -> None:
        shutil.rmtree(site.public, ignore_errors=True)
        shutil.copytree(goal.root / "before", site.public)

    start_over()
    total = _run_until(act, None)
    assert total > KILLS
    assert site.files() == aim
    killed_in_between = 0
    for moment in sorted(random.Random(8).sample(range(1, total), KILLS)):
        start_over()
        assert _run_until(act, moment) == 0, "the child was to be killed"
        _is_valid(site)
        killed_in_between += _has_journal(site)
        publish(builds, site.show, site.public, now=NOW)
        assert site.files() == aim
        assert not _has_journal(site)
    assert killed_in_between > 0


def test_the_first_publish_of_all_can_be_killed_too(goal: Site, tmp_path: Path) -> None:
    site = Site(tmp_path, goal.show)
    builds = [goal.build("ep03")]

    def act() -> None:
        publish(builds, site.show, site.public, now=NOW)

    total = _run_until(act, None)
    aim = site.files()
    for moment in sorted(random.Random(9).sample(range(1, total), 6)):
        shutil.rmtree(site.public)
        _run_until(act, moment)
        if site.feed.exists():
            etree.parse(str(site.feed))
            _is_valid(site)
        publish(builds, site.show, site.public, now=NOW)
        assert site.files() == aim


@pytest.mark.parametrize("step", ["unpublish", "roll back a publish", "roll back an unpublish"])
def test_a_step_back_can_be_killed_too(goal: Site, tmp_path: Path, step: str) -> None:
    start = Site(tmp_path / "start", goal.show)
    shutil.copytree(goal.public, start.public)
    if step == "roll back an unpublish":
        unpublish("ep03", goal.show, start.public, now=NOW)
    site = Site(tmp_path, goal.show)

    def act() -> None:
        if step == "unpublish":
            unpublish("ep03", site.show, site.public, now=NOW)
        else:
            rollback(site.public)

    def start_over() -> None:
        shutil.rmtree(site.public, ignore_errors=True)
        shutil.copytree(start.public, site.public)

    start_over()
    total = _run_until(act, None)
    for moment in sorted(random.Random(10).sample(range(1, total), 8)):
        start_over()
        _run_until(act, moment)
        _is_valid(site)
