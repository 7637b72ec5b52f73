"""The listening page in a real browser: what a listener sees, clicks, types and hears of."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from listener import Listener
from long_page import write_page
from sample_site import NOW, Site

from studio.episode.release import ReleaseSoundbite, read_release
from studio.feed import rss
from studio.feed.pages import PageArt, episode_pages

PAGE = "episodes/ep01/index.html"


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
    assert "A ring of" in page.locator(".lines [aria-current]").inner_text()
    assert page.url.endswith("#t=11.651")
    page.get_by_text("Until next time.").click()
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
    line = made.page.locator(".lines a[tabindex='0']")
    assert line.get_attribute("aria-current") == "true"  # where the Tab key and the eye find it
    box, lines = line.bounding_box(), made.page.locator("#lines").bounding_box()
    assert lines["y"] <= box["y"] <= lines["y"] + lines["height"]
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
          const canvas = document.getElementById('wave');
          const pixels = canvas.getContext('2d').getImageData(0, canvas.height / 2 | 0, canvas.width, 1).data;
          const seen = new Set();
          for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] === 255) seen.add(pixels.slice(i, i + 3).join());
          return seen.size >= 5 ? [...seen] : false;
        }"""
    ).json_value()
    assert {"42,120,214", "214,83,42", "42,157,92", "138,79,201"} <= set(colours)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_a_click_on_the_waveform_seeks_to_where_it_was_clicked(listener: Listener, share: float) -> None:
    listener.page.mouse.click(*listener.middle("#wave", share))
    listener.until(f"Math.abs(audio.currentTime - {share} * audio.duration) < 0.3")


def test_dragging_over_the_waveform_seeks_along(listener: Listener) -> None:
    mouse = listener.page.mouse
    mouse.move(*listener.middle("#wave", 0.2))
    mouse.down()
    for share in (0.3, 0.5, 0.8):
        mouse.move(*listener.middle("#wave", share))
    listener.until("Math.abs(audio.currentTime - 0.8 * audio.duration) < 0.6")
    mouse.up()


def test_the_pointer_on_the_waveform_is_told_time_and_chapter(listener: Listener) -> None:
    listener.page.mouse.move(*listener.middle("#wave", 0.4))
    assert listener.page.locator("#tip").inner_text().split("\n") == ["0:13", "The Hash Ring"]
    listener.page.mouse.move(5, 5)
    assert listener.page.locator("#tip").is_hidden()


def test_the_transcript_is_one_stop_for_the_tab_key(listener: Listener) -> None:
    page = listener.page
    page.locator("#follow").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Two keys")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("Deal the keys")
    page.keyboard.press("Enter")
    listener.until("Math.abs(audio.currentTime - 6.6) < 1.5 && !audio.paused")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.textContent") == "Until next time."
    page.keyboard.press("Tab")
    assert not page.evaluate("document.getElementById('lines').contains(document.activeElement)")
    assert page.locator("#lines a[tabindex='0']").count() == 1


def test_speeds_go_to_three_and_are_remembered(listener: Listener) -> None:
    page = listener.page
    page.locator("#speed").select_option("3")
    listener.until("audio.playbackRate === 3")
    page.reload()
    listener.until("audio.playbackRate === 3")


def test_volume_and_mute(listener: Listener) -> None:
    page = listener.page
    page.mouse.click(*listener.middle("#volume"))
    listener.until("Math.abs(audio.volume - 0.5) < 0.1")
    page.locator("#mute").click()
    listener.until("audio.muted")
    page.locator("#mute[aria-pressed='true']").wait_for()
    page.keyboard.press("m")
    listener.until("!audio.muted")


def test_a_link_to_a_moment_can_be_copied(listener: Listener) -> None:
    page = listener.page
    page.get_by_role("link", name="Closing").click()
    listener.until("Math.abs(audio.currentTime - 32.9) < 1.5")
    page.keyboard.press(" ")
    page.get_by_role("button", name="Share").click()
    link = page.get_by_label("Link to this episode").input_value()
    assert link.startswith("https://example.com/podcast/episodes/ep01/index.html#t=3")
    page.get_by_label("Start at").uncheck()
    assert page.get_by_label("Link to this episode").input_value().endswith("/index.html")
    assert "/episodes/ep01/embed.html" in page.get_by_label("Player for your own page").input_value()
    page.mouse.click(5, 5)
    assert page.locator("#share-sheet").is_hidden()


def test_the_subscribe_sheet_leaves_the_sound_playing(listener: Listener) -> None:
    page = listener.page
    page.get_by_role("button", name="Play", exact=True).click()
    listener.until("!audio.paused")
    page.get_by_role("link", name="Subscribe").click()
    sheet = page.frame_locator("#subscribe-frame iframe")
    assert sheet.get_by_label("add this address").input_value() == "https://example.com/podcast/feed.xml"
    assert sheet.get_by_role("link", name="AntennaPod").get_attribute("href").startswith("https://antennapod.org/")
    assert sheet.get_by_role("link").count() == 5
    assert sheet.get_by_role("img", name="QR code").is_visible()
    page.keyboard.press("Escape")
    assert page.url.endswith(PAGE)
    listener.until("!audio.paused")


def test_a_search_needs_two_letters_and_ignores_case(listener: Listener) -> None:
    page = listener.page
    page.locator("#query").fill("n")
    assert page.locator("#found").inner_text() == "Two letters or more"
    page.locator("#query").fill("NO")
    first = page.locator("#found").inner_text()
    assert first.startswith("1 of ")
    page.locator("#query").fill("no")
    assert page.locator("#found").inner_text() == first


def test_episodes_lead_to_their_neighbours(listener: Listener) -> None:
    page = listener.page
    page.get_by_role("link", name="Next episode").click()
    page.wait_for_url("**/episodes/ep02/index.html")
    page.get_by_role("link", name="Previous episode").click()
    page.wait_for_url("**/episodes/ep01/index.html")
    assert page.get_by_role("link", name="Previous episode").count() == 0


@pytest.fixture
def phone(browser: object, published: Site) -> Iterator[Listener]:
    made = Listener(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield made.open(published.public / PAGE)
    assert made.complaints == []
    made.context.close()


def test_on_a_phone_the_player_comes_right_after_the_title(phone: Listener) -> None:
    tops = [phone.page.locator(name).bounding_box()["y"] for name in ("h1", ".deck", ".summary", "#chapters", "#lines")]
    assert tops == sorted(tops)
    assert phone.page.locator("#play").bounding_box()["y"] < 420


def test_on_a_phone_chapters_fold_out(phone: Listener) -> None:
    page = phone.page
    assert page.get_by_role("link", name="The Hash Ring").is_hidden()
    page.get_by_role("heading", name="Chapters").tap()
    page.get_by_role("link", name="The Hash Ring").tap()
    phone.until("Math.abs(audio.currentTime - 11.65) < 2")


def test_on_a_phone_one_row_stays_and_covers_neither_search_nor_follow(phone: Listener) -> None:
    page = phone.page
    assert page.locator("#dock").is_hidden()
    page.evaluate("document.getElementById('lines').lastElementChild.scrollIntoView()")
    page.locator("#dock").wait_for()
    assert page.locator("#dock").bounding_box()["height"] <= 72
    for name in ("#query", "#follow"):
        x, y = phone.middle(name)
        assert page.evaluate(f"'#' + document.elementFromPoint({x}, {y}).id") == name
    page.locator("#dock-play").tap()
    phone.until("!audio.paused")
    page.evaluate("scrollTo(0, 0)")
    page.locator("#dock").wait_for(state="hidden")


def test_colours_that_are_forced_leave_pillar_line_and_chapter_to_be_seen(browser: object, published: Site) -> None:
    made = Listener(browser, forced_colors="active").open(published.public / PAGE, "#t=14")
    colour = "element => getComputedStyle(element).backgroundColor"
    paper = made.page.evaluate("getComputedStyle(document.body).backgroundColor")
    for current in (".chapters [aria-current]", ".lines [aria-current]"):
        assert made.page.locator(current).evaluate(colour) not in (paper, "rgba(0, 0, 0, 0)")
    fills = made.page.locator(".chapters .mark rect").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    assert {"rgb(42, 120, 214)", "rgb(214, 83, 42)"} <= set(fills)
    made.context.close()


def test_without_scripts_it_still_plays_and_reads_and_nothing_is_dead(browser: object, published: Site) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto((published.public / PAGE).as_uri())
    assert page.locator("audio").is_visible()
    assert page.get_by_text("Deal the keys like cards & hope?").is_visible()
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    assert page.locator(".lines a[href]").count() == 0
    assert page.get_by_role("link", name="The Hash Ring").get_attribute("href") == "ep01.mp3#t=11.651"
    assert page.get_by_role("link", name="Subscribe").get_attribute("href") == "../../subscribe.html"
    context.close()


@pytest.fixture(scope="module")
def long_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Pages of episodes by their lengths in seconds."""
    root = tmp_path_factory.mktemp("long")
    return {length_s: write_page(root / str(length_s), length_s) for length_s in (10, 3600, 18_000)}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("length_s", [10, 3600, 18_000])
def test_a_click_at_half_of_the_waveform_leads_to_half_of_the_episode(
    browser: object, long_pages: dict[int, Path], length_s: int, width: int
) -> None:
    made = Listener(browser, viewport={"width": width, "height": 800}).open(long_pages[length_s])
    made.page.mouse.click(*made.middle("#wave", 0.5))
    made.until(f"Math.abs(audio.currentTime - {length_s / 2}) < {length_s / 300 + 0.1} && !audio.seeking")
    assert made.page.locator("#no-jumps").inner_text() == ""
    made.context.close()


def test_where_a_server_sends_no_parts_of_a_file_listeners_are_told_why_nothing_jumps(
    browser: object, long_pages: dict[int, Path]
) -> None:
    root = long_pages[3600].parents[2]

    class Plain(SimpleHTTPRequestHandler):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given, directory=str(root))

        def log_message(self, *_: object) -> None:
            return

        def copyfile(self, *given: Any) -> None:
            with suppress(OSError):  # browsers hang up on what they do not want
                super().copyfile(*given)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Plain)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made = Listener(browser).open(f"http://127.0.0.1:{server.server_address[1]}/{PAGE}")
    made.page.mouse.click(*made.middle("#wave", 0.5))
    said = made.page.get_by_role("status").filter(has_text="only plays from the beginning")
    said.wait_for()
    made.page.locator("#back").click()
    assert said.count() == 0  # nothing is in the way of going back
    made.context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_is_explicit_says_so_and_soundbites_can_be_heard(browser: object, site: Site) -> None:
    release = replace(
        read_release(site.build("ep01")),
        explicit=True,
        soundbites=(ReleaseSoundbite(12_000, 9_000, "Rings & <keys>"), ReleaseSoundbite(2_000, 1_500)),
    )
    assert '<strong class="badge">' not in (site.public / PAGE).read_text(encoding="utf-8")
    art = PageArt("art/cover.jpg", "art/cover.jpg", "art/cover.jpg", "art/cover.jpg")
    audio = rss.Enclosure("episodes/ep01/ep01.mp3", "audio/mpeg", 1, "", 1)
    placement = rss.Placement("g", NOW, audio, (), {}, art.cover)
    made = episode_pages(release, placement, site.show, art, peaks=[1], downloads=[])
    (site.public / PAGE).write_bytes(made["index.html"])
    listener = Listener(browser).open(site.public / PAGE)
    page = listener.page
    assert page.locator(".head .badge").inner_text() == "Explicit"
    bites = page.get_by_role("list", name="Highlights").get_by_role("link")
    assert [" ".join(text.split()) for text in bites.all_inner_texts()] == [
        "Rings & <keys> 0:12 · 9 s",
        "A Sample of Everything 0:02 · 2 s",
    ]
    bites.first.click()
    listener.until("audio.currentTime >= 12 && audio.currentTime < 15 && !audio.paused")
    listener.context.close()
    assert b'class="badge">Explicit' in made["embed.html"]
