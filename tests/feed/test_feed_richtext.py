"""The author's notes as HTML: everything that was put there, and nothing that could act."""

from __future__ import annotations

import pytest
from lxml import etree

from studio.feed.richtext import rich_text


def paragraph(markdown: str) -> str:
    return str(rich_text(markdown)).removeprefix("<p>").removesuffix("</p>")


def test_code_tables_lists_and_pictures_are_kept() -> None:
    found = str(
        rich_text("```sh\na <b\n```\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n- a\n  1. b\n\n![p](https://e.org/p.png)\n")
    )
    assert '<pre><code class="language-sh">a &lt;b\n</code></pre>' in found
    assert "<th>x</th>" in found
    assert "<td>2</td>" in found
    assert "<li>a\n<ol>\n<li>b</li>" in found
    assert '<img src="https://e.org/p.png" alt="p" loading="lazy" />' in found


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[a](https://e.org/?x=1&y=2)", '<a href="https://e.org/?x=1&amp;y=2">a</a>'),
        ("see https://e.org/a_b_c.", 'see <a href="https://e.org/a_b_c">https://e.org/a_b_c</a>.'),
        ("[a **b**](../c.md) d", "a <strong>b</strong> d"),
        ("![a ring](ring.png)", "a ring"),
        ("[99 %]{.metric} of $x^2$", "99 % of x²"),
        ("a<br>b <Enter> List<String>", "a<br />b &lt;Enter&gt; List&lt;String&gt;"),
        ("a <!-- not for all --> b", "a  b"),
        ("==marked== [[ring|the ring]] H~2~O [^1] %% private %%", "<mark>marked</mark> the ring H2O [1] "),
        ("(see https://e.org/a_(b))", '(see <a href="https://e.org/a_(b)">https://e.org/a_(b)</a>)'),
        ("[^smith]: Smith, 1978", "smith. Smith, 1978"),
        ("plain & simple, 5 < 6", "plain &amp; simple, 5 &lt; 6"),
    ],
)
def test_what_is_shown(markdown: str, shown: str) -> None:
    assert paragraph(markdown) == shown


def test_headings_stand_below_those_of_the_page() -> None:
    assert str(rich_text("# Sources\n\n### Deep\n")) == "<h3>Sources</h3>\n<h4>Deep</h4>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "![a](data:image/svg+xml,x)",
        '<a href="javascript:alert(1)">b</a>',
        '![" onerror="alert(1)](https://e.org/x.png)',
        'https://e.org/"onmouseover="alert(1)',
        "[a](https://e.org/%22onclick=)",
        "| <svg onload=alert(1)> |\n|---|\n",
    ],
)
def test_nothing_in_it_can_act(hostile: str) -> None:
    parsed = etree.fromstring(f"<div>{rich_text(hostile)}</div>", etree.HTMLParser())
    for element in parsed.iter():
        assert element.tag not in ("script", "svg", "iframe")
        assert not any(name.startswith("on") for name in element.attrib)
        assert all(element.get(name, "https:").startswith("https:") for name in ("href", "src"))
