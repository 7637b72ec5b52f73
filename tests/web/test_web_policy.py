"""Pages under the policy that `studio serve` sends: nothing from elsewhere, nothing inline, and all of it works."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from listener import Listener
from sample_site import Site

uvicorn = pytest.importorskip("uvicorn")
testclient = pytest.importorskip("starlette.testclient")
server = pytest.importorskip("studio.web.server")


@pytest.fixture(scope="module")
def served(published: Site) -> Iterator[str]:
    """The address of the published show."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    bound.listen()
    running = uvicorn.Server(uvicorn.Config(server.make_app(published.public, published.show), log_level="error"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
    running.should_exit = True
    thread.join()
    bound.close()


@pytest.mark.parametrize("path", ["", "index.html", "subscribe.html", "episodes/ep01/", "episodes/ep01/embed.html"])
def test_a_page_breaks_no_rule_of_its_policy(browser: object, served: str, path: str) -> None:
    made = Listener(browser).open(served + path)
    made.page.wait_for_load_state("networkidle")
    assert made.complaints == []
    assert all(url.startswith(served) for url in made.requests)
    made.context.close()


def test_all_of_a_page_works_under_the_policy(browser: object, served: str) -> None:
    made = Listener(browser).open(f"{served}episodes/ep01/")
    page = made.page
    page.mouse.click(*made.middle("#wave", 0.5))
    made.until("Math.abs(audio.currentTime / audio.duration - 0.5) < 0.02")
    page.mouse.move(*made.middle("#wave", 0.4))
    assert page.locator("#tip").is_visible()
    page.locator("#query").fill("node")
    assert page.locator("#found").inner_text().startswith("1 of ")
    page.locator("#subscribe").click()
    page.frame_locator("#subscribe-frame iframe").get_by_role("link", name="Overcast").wait_for()
    assert made.complaints == []
    made.context.close()


def test_everything_is_served_under_a_policy_that_allows_nothing_inline(site: Site) -> None:
    app = testclient.TestClient(server.make_app(site.public, site.show))
    for path in ("/", "/episodes/ep01/", "/feed.xml", "/nothing"):
        policy = app.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy
    assert "frame-ancestors *" in app.get("/episodes/ep01/embed.html").headers["content-security-policy"]


def test_a_browser_shows_the_feed_as_a_page(browser: object, served: str) -> None:
    made = Listener(browser)
    made.page.goto(f"{served}feed.xml")
    # Browsers are about to give XSLT up: what they show without it is styled, and says the same.
    shown = made.page.evaluate("document.documentElement.textContent")
    assert "A Sample of Everything" in shown
    assert made.page.evaluate("getComputedStyle(document.documentElement).display") == "block"
    made.context.close()
