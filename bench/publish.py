"""How long adding one episode takes in feeds of 1, 100 and 1,000 episodes: `python bench/publish.py`.

The episode is the small one of the tests, so that the feed's share of the time shows.
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
from studio.publish.publish import publish, unpublish

NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
RUNS = 5


def fill(feed: Path, episodes: int) -> None:
    """Copies of the feed's one item, each with an identity of its own, a day apart."""
    root = read_feed(feed)
    (model,) = items(root)
    for number in range(2, episodes + 1):
        item = copy.deepcopy(model)
        for element in item.iter():
            for name, value in element.attrib.items():
                element.set(name, value.replace("ep01", f"old{number}"))
        for name, text in (
            ("guid", f"guid-{number}"),
            ("pubDate", format_datetime(NOW - datetime.timedelta(days=number))),
        ):
            element = item.find(name)
            assert element is not None
            element.text = text
        insert_item(root, item, None)
    feed.write_bytes(feed_bytes(root))


def main() -> None:
    print("episodes   feed bytes   add one (median of 5)   the same again   take it out")
    for episodes in (1, 100, 1_000):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            show, public = sample.show(root), root / "public"
            for identity in ("ep01", "ep02"):
                sample.build(root, identity, published=datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC))
            publish([root / "build/ep01"], show, public, now=NOW)
            fill(public / "feed.xml", episodes)
            added, again, removed = [], [], []
            for _ in range(RUNS):
                times = [time.perf_counter()]
                publish([root / "build/ep02"], show, public, now=NOW)
                times.append(time.perf_counter())
                publish([root / "build/ep02"], show, public, now=NOW)
                times.append(time.perf_counter())
                unpublish("ep02", show, public, now=NOW)
                times.append(time.perf_counter())
                for spent, start, end in zip((added, again, removed), times, times[1:], strict=False):
                    spent.append(end - start)
            size = (public / "feed.xml").stat().st_size
            columns = "   ".join(f"{statistics.median(spent) * 1000:8.0f} ms" for spent in (added, again, removed))
            print(f"{episodes:8}   {size:10}   {columns}")


if __name__ == "__main__":
    main()
