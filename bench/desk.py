"""How long after the keystroke that ends an edit of one sentence its new sound begins, in a real browser.

    python bench/desk.py [--show .] [--episode ep17] [--edits 40] [--random 2000] [--pictures docs]

`studio desk` runs as a process of its own on a copy of the show; the page is open in headless Chromium with “Hear
edits” on. Each edit goes to another passage, writes a word into its sentence at a typist's pace, and ends it with a
full stop. The time runs from that key's own time stamp to the moment for which the first sample is scheduled; what the
sound card adds is told beside it. `--random` edits more follow by the API, some in mid-word, some of a paragraph: the
server's resident memory (Linux) after a tenth of them and at the end. `--pictures` draws the pictures of docs/desk.md
instead.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from desk_client import Page as Client  # noqa: E402
from desk_in_browser import DeskServer, Writer  # noqa: E402
from listener import ARGUMENTS, CHROMIUM  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402
from processes import resident_mb  # noqa: E402

MEDIAN_MS, P95_MS = 300, 700
_KEY_MS, _STEP = 110, 7
_MAKE = """async ([from, to]) => {
  const { ask, here } = await import("/static/js/api.js");
  await ask("POST", `${here}/make`, { segments: Array.from({ length: to - from }, (_, at) => from + at) });
}"""


def copied(show: Path, folder: Path) -> Path:
    """A show without what was made of it."""
    kept = ("scripts", "voices", "assets", "studio.yaml")
    for name in kept:
        source = show / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


def edits_ms(desk: Writer, count: int) -> tuple[list[float], float]:
    """From the last key of each edit to the first sample of the new sound, and what the output adds."""
    page, taken, latency = desk.page, [], 0.0
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+e")
    for number in range(count):
        for _ in range(_STEP):
            page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("End")
        page.keyboard.press("Backspace")
        page.keyboard.type(f" again{'abcdefghij'[number % 10]}", delay=_KEY_MS)
        before = page.evaluate("() => window.heard.length")
        page.keyboard.press(".")
        page.wait_for_function("count => window.heard.length > count", arg=before)
        told = page.evaluate(
            "at => ({ ms: window.heard[at].sounds - window.pressed, latency: window.heard[at].latency })", before
        )
        taken.append(told["ms"])
        latency = told["latency"]
        page.keyboard.press("Alt+k")
    return taken, latency


def edited_at_random(server: DeskServer, episode: str, count: int) -> tuple[float, float]:
    """The server's resident memory in MB after the first tenth of many edits, and after all."""
    import httpx

    page = httpx.get(f"{server.address}/episodes/{episode}").text
    client = Client(server.address, re.findall(r'name="studio-token" content="([^"]+)"', page)[0], "bench")
    client.listen(episode)
    client.open(episode)
    rng, original, early = random.Random(18), client.text, 0.0
    for number in range(1, count + 1):
        at, piece = rng.randrange(len(client.text)), rng.randrange(len(original))
        end = at + rng.choice((0, 0, 1, 5, 40, 400))
        added = original[piece : piece + rng.choice((0, 1, 1, 5, 40, 400))]
        client.replace(original if number % 50 == 0 else client.text[:at] + added + client.text[end:])
        if number % 5 == 0:
            client.wait_for_text(client.text)
        client.told.clear()
        if number == count // 10:
            early = resident_mb(server.pid)
    client.close()
    return early, resident_mb(server.pid)


def draw(desk: Writer, folder: Path) -> None:
    """The pictures of the documentation: writing by day, proof-listening by night."""
    page = desk.page
    page.evaluate(_MAKE, [60, 130])
    page.wait_for_function("() => parseInt(document.querySelector('#made').textContent) >= 55", timeout=0)
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Home")
    for _ in range(12):
        page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+Enter")
    desk.heard(4)
    page.locator(".inlay").first.wait_for()
    page.wait_for_function("() => document.querySelector('.sounding-word') && !document.querySelector('#wave').hidden")
    picture(page, folder / "desk-write.png")
    page.keyboard.press("Alt+f")
    page.keyboard.press("Alt+k")
    page.emulate_media(color_scheme="dark")
    page.locator("#tab-segment").click()
    page.locator("#term").fill("allocator")
    page.locator("#said-as").fill("allow cater")
    page.get_by_role("button", name="Hear it").click()
    desk.told("#word-told", "segment")
    picture(page, folder / "desk-listen.png")


def picture(page: Page, path: Path) -> None:
    """What the page looks like, in as many colours as it has for the eye."""
    page.locator("#line[data-up=true]").wait_for()
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128).save(path, optimize=True)


def main() -> None:
    """Print the figures beside what they have to be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=Path, default=ROOT)
    parser.add_argument("--episode", default="ep17")
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--random", type=int, default=2000)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = DeskServer(copied(options.show, Path(folder))).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            desk = Writer(browser, server, options.episode, viewport={"width": 1280, "height": 800})
            desk.page.set_default_timeout(120_000)
            desk.begin()
            if options.pictures:
                draw(desk, options.pictures)
                return
            taken, latency = edits_ms(desk, options.edits)
            desk.context.close()
            early, late = edited_at_random(server, options.episode, options.random) if options.random else (0.0, 0.0)
        finally:
            browser.close()
            server.stop()
    taken.sort()
    median, p95 = statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.95))]
    print(f"{len(taken)} edits: median {median:.0f} ms (at most {MEDIAN_MS}), p95 {p95:.0f} ms (at most {P95_MS})")
    print(f"the output adds {latency:.0f} ms, by what the browser says")
    if early:
        print(
            f"memory: {early:.0f} MB, after {options.random} random edits {late:.0f} MB: {late / early - 1:+.1%} (10 %)"
        )


if __name__ == "__main__":
    main()
