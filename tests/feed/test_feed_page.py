"""The listening page in a real browser: what a listener sees, clicks, types and hears of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_site import Site

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield made
        made.close()


class Listener:
    """A page, and everything that went wrong on it."""

    def __init__(self, browser: object, **options: object) -> None:
        self.context = browser.new_context(**options)  # type: ignore[attr-defined]
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path: Path, fragment: str = "") -> Listener:
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_function(
            "!document.querySelector('audio') || document.querySelector('audio').readyState >= 1"
        )
        return self

    def time(self) -> float:
        return float(self.page.evaluate("document.getElementById('audio').currentTime"))

    def until(self, condition: str) -> None:
        self.page.wait_for_function(
            f"(() => {{ const audio = document.getElementById('audio'); return {condition}; }})()"
        )


@pytest.fixture
def listener(browser: object, published: Site) -> Iterator[Listener]:
    made = Listener(browser, viewport={"width": 1280, "height": 900})
    yield made.open(published.public / "episodes/ep01/index.html")
    assert made.complaints == []
    assert all(url.startswith((published.public.as_uri(), "blob:", "data:")) for url in made.requests)
    made.context.close()


def test_it_plays_and_pauses(listener: Listener) -> None:
    listener.page.get_by_role("button", name="Play", exact=True).click()
    listener.until("!audio.paused && audio.currentTime > 0.3")
    listener.page.get_by_role("button", name="Pause", exact=True).click()
    listener.until("audio.paused")


def test_a_chapter_and_a_line_of_the_transcript_seek(listener: Listener) -> None:
    page = listener.page
    page.get_by_role("link", name="The Hash Ring").click()
    listener.until("Math.abs(audio.currentTime - 11.65) < 2 && !audio.paused")
    assert page.locator(".chapters [aria-current]").inner_text().startswith("The Hash Ring")
    assert "A ring of" in page.locator(".cue.is-now").inner_text()
    assert page.url.endswith("#t=11.651")
    page.get_by_role("link", name="Until next time.").click()
    listener.until("Math.abs(audio.currentTime - 32.888) < 1.5")
    assert page.locator("#now-title").inner_text() == "Closing"


def test_the_keyboard_does_it_all(listener: Listener) -> None:
    page = listener.page
    for key, condition in [
        ("Space", "!audio.paused"),
        ("Space", "audio.paused"),
        ("n", "Math.abs(audio.currentTime - 3.971) < 0.5"),
        ("n", "Math.abs(audio.currentTime - 6.609) < 0.5"),
        ("p", "Math.abs(audio.currentTime - 3.971) < 0.5"),
        ("ArrowRight", "Math.abs(audio.currentTime - 8.971) < 0.5"),
        ("ArrowLeft", "Math.abs(audio.currentTime - 3.971) < 0.5"),
        ("l", "audio.currentTime > 33"),
        ("j", "Math.abs(audio.currentTime - 18.9) < 1"),
        (">", "audio.playbackRate === 1.25"),
        ("<", "audio.playbackRate === 1"),
        ("f", "document.getElementById('follow').getAttribute('aria-pressed') === 'false'"),
        ("/", "document.activeElement.id === 'query'"),
    ]:
        page.keyboard.press(key)
        listener.until(condition)
    page.keyboard.type("n p f")
    assert page.locator("#query").input_value() == "n p f"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.locator("#seek").focus()
    page.keyboard.press("Home")
    listener.until("audio.currentTime < 0.5")


def test_a_deep_link_opens_at_its_moment(browser: object, published: Site) -> None:
    made = Listener(browser).open(published.public / "episodes/ep01/index.html", "#t=25.5")
    made.until("Math.abs(audio.currentTime - 25.5) < 0.1")
    assert made.page.locator("#now-title").inner_text() == "From One Node to the Fleet"
    made.page.evaluate("location.hash = '#t=4'")
    made.until("Math.abs(audio.currentTime - 4) < 0.1")
    made.context.close()


def test_the_transcript_can_be_searched_across_captions(listener: Listener) -> None:
    page = listener.page
    page.locator("#query").fill("HOPE? adding")
    assert page.locator("#found").inner_text() == "1 of 1"
    page.locator("#query").fill("node")
    total = int(page.locator("#found").inner_text().split(" of ")[1])
    assert total >= 5
    page.keyboard.press("Enter")
    assert page.locator("#found").inner_text() == f"2 of {total}"
    page.locator("#query").fill("zebra")
    assert page.locator("#found").inner_text() == "Not found"


def test_the_waveform_is_drawn_in_the_colours_of_the_pillars(listener: Listener) -> None:
    listener.page.get_by_role("link", name="Closing").click()
    colours = listener.page.wait_for_function(
        """() => {
          const root = document.querySelector('#wave > div')?.shadowRoot;
          const canvas = root && root.querySelector('.progress canvas');
          if (!canvas || !canvas.width) return false;
          const pixels = canvas.getContext('2d').getImageData(0, canvas.height / 2 | 0, canvas.width, 1).data;
          const seen = new Set();
          for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] === 255) seen.add(pixels.slice(i, i + 3).join());
          return seen.size >= 5 ? [...seen] : false;
        }"""
    ).json_value()
    assert {"42,120,214", "214,83,42", "42,157,92", "138,79,201"} <= set(colours)


@pytest.mark.parametrize(
    ("page", "scheme", "width"),
    [
        ("episodes/ep01/index.html", "light", 1280),
        ("episodes/ep01/index.html", "dark", 390),
        ("index.html", "light", 390),
        ("index.html", "dark", 1280),
    ],
)
def test_everyone_can_use_it(browser: object, published: Site, page: str, scheme: str, width: int) -> None:
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}
    made = Listener(browser, **options).open(published.public / page)
    results = axe.Axe().run(made.page, options={"preload": False})
    assert results.violations_count == 0, results.generate_report()
    assert made.page.evaluate("document.documentElement.scrollWidth") <= width
    assert made.complaints == []
    made.context.close()


def test_the_index_leads_to_the_episodes(browser: object, published: Site) -> None:
    made = Listener(browser).open(published.public / "index.html")
    assert made.page.get_by_role("heading", level=2).inner_text() == "2 episodes"
    made.page.get_by_role("link", name="A Sample of Everything").first.click()
    made.page.wait_for_url("**/episodes/ep02/index.html")
    made.page.get_by_role("link", name="The Sample Show").click()
    made.page.wait_for_url("**/index.html")
    assert made.complaints == []
    made.context.close()


def test_without_scripts_it_still_plays_and_reads(browser: object, published: Site) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto((published.public / "episodes/ep01/index.html").as_uri())
    assert page.locator("audio").is_visible()
    assert page.get_by_text("Deal the keys like cards & hope?").is_visible()
    context.close()
