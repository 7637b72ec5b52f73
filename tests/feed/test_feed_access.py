"""Everybody can use the pages: axe-core finds nothing, in every scheme, and nothing is wider than a narrow phone."""

from __future__ import annotations

import pytest
from listener import Listener
from sample_site import Site

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

SCHEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active", "color_scheme": "dark"},
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "page", ["episodes/ep01/index.html", "index.html", "episodes/ep01/embed.html", "subscribe.html"]
)
def test_axe_finds_nothing(browser: object, published: Site, page: str, scheme: str) -> None:
    for width in (320, 1280):
        made = Listener(browser, viewport={"width": width, "height": 844}, **SCHEMES[scheme])
        made.open(published.public / page)
        results = axe.Axe().run(made.page, options={"preload": False})
        assert results.violations_count == 0, results.generate_report()
        assert made.page.evaluate("document.documentElement.scrollWidth") <= width
        assert made.complaints == []
        made.context.close()


@pytest.mark.parametrize("sheet", ["share", "help", "subscribe"])
def test_axe_finds_nothing_in_an_open_sheet(browser: object, published: Site, sheet: str) -> None:
    made = Listener(browser).open(published.public / "episodes/ep01/index.html", "#t=9")
    made.page.locator(f"#{sheet}").click()
    made.page.locator("dialog[open]").wait_for()
    results = axe.Axe().run(made.page, options={"preload": False})
    assert results.violations_count == 0, results.generate_report()
    made.context.close()
