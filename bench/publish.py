"""How long adding one episode takes in feeds of 1, 100 and 1,000 episodes, whole and in archives of 100, and how many
bytes it changes besides the episode's own files: `python bench/publish.py`.

The episode is the small one of the tests, so that the feed's share of the time shows. What may grow with the number of
episodes is the feed (to twice what it is to hold, where it has archives), the show's page and the ledger.
"""

from __future__ import annotations

import copy
import datetime
import statistics
import sys
import tempfile
import time
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import sample_episode as sample

from studio.feed.rss import feed_bytes, insert_item, items, read_feed
from studio.model.publishing import FeedDetails
from studio.publish.publish import publish, unpublish

NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
RUNS = 5


def fill(feed: Path, episodes: int) -> None:
    """Copies of the feed's one item, each with an identity of its own, a day apart."""
    root = read_feed(feed)
    (model,) = items(root)
    (page,) = model.xpath("link/text()")
    for number in range(2, episodes + 1):
        item = copy.deepcopy(model)
        for element in item.iter():
            for name, value in element.attrib.items():
                element.set(name, value.replace("ep01", f"old{number}"))
        for name, text in (
            ("guid", f"guid-{number}"),
            ("link", page.replace("ep01", f"old{number}")),
            ("pubDate", format_datetime(NOW - datetime.timedelta(days=number))),
        ):
            element = item.find(name)
            assert element is not None
            element.text = text
        insert_item(root, item, None)
    feed.write_bytes(feed_bytes(root))


def changed_bytes(public: Path, changes: tuple[tuple[str, str], ...]) -> dict[str, int]:
    """Size of each file that a publish changed, but for those of the episode itself."""
    paths = (public / path for _, path in changes if not path.startswith("episodes/"))
    return {path.name: path.stat().st_size for path in paths if path.is_file()}


def measure(episodes: int, held: int) -> None:
    """One row: a feed of so many episodes, of which it is to hold so many (0 for all)."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        show, public = sample.show(root, feed=FeedDetails(items=held)), root / "public"
        for identity in ("ep01", "ep02"):
            sample.build(root, identity, published=datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC))
        publish([root / "build/ep01"], show, public, now=NOW)
        fill(public / "feed.xml", episodes)
        publish([root / "build/ep01"], show, public, now=NOW)
        added, again, removed = [], [], []
        for _ in range(RUNS):
            times = [time.perf_counter()]
            done = publish([root / "build/ep02"], show, public, now=NOW)
            grown = changed_bytes(public, done.changes)
            times.append(time.perf_counter())
            publish([root / "build/ep02"], show, public, now=NOW)
            times.append(time.perf_counter())
            unpublish("ep02", show, public, now=NOW)
            times.append(time.perf_counter())
            for spent, start, end in zip((added, again, removed), times, times[1:], strict=False):
                spent.append(end - start)
        columns = "   ".join(f"{statistics.median(spent) * 1000:6.0f} ms" for spent in (added, again, removed))
        sizes = ", ".join(f"{name} {size:,}" for name, size in sorted(grown.items()))
        print(f"{episodes:8}   {held or 'all':>4}   {columns}   {sizes}")


def main() -> None:
    print("episodes   held   add one     the same    take it out   bytes changed by adding, without the episode's own")
    for episodes, held in ((1, 0), (100, 0), (1_000, 0), (1_000, 100)):
        measure(episodes, held)


if __name__ == "__main__":
    main()
