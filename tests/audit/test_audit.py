"""What an editor reads off an audit: counts, shares, gaps, and where something is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commands import audit
from sample_show import STUDIO_YAML

from studio.audit import as_html, as_json, as_markdown, as_text
from studio.kit.errors import ConfigurationError
from studio.settings.show import load_show

CONFIG = STUDIO_YAML.replace(
    "marks:\n", "marks:\n  metric: {name: quantified metric}\n  why-not: {name: comparison, pillar: why-not}\n"
)
SCRIPT = """\
---
title: Counting
targets: {detail: 3, metric: 4, why-not: 1}
---

# Counting

Nothing is counted in this opening sentence, although it is here. There are 5 nodes.

## Under the Hood: the ring {.implementation}

[The ring keeps 150 virtual nodes per server]{.detail} in a sorted array. A lookup takes 3 ms.

[Each node stores a 64-bit hash]{.detail}, and [the array fits in 2 MB]{.metric} of cache.

### A part of the same pillar

It was 40% faster than before.

## Why Not round robin? {.why-not}

[Round robin ignores the cost of a request]{.why-not option="round robin"}, so one slow server is enough.
"""


def the_audit(make_show: Callable[..., Path], script: str = SCRIPT) -> dict[str, object]:
    root = make_show(script, config=CONFIG)
    (report,) = json.loads(as_json(audit(load_show(root), "ep01")))
    return dict(report)


def test_marks_and_spoken_metrics_are_counted_once(make_show: Callable[..., Path]) -> None:
    kinds = {kind["id"]: kind for kind in the_audit(make_show)["kinds"]}
    assert [found["text"] for found in kinds["detail"]["found"]] == [
        "The ring keeps 150 virtual nodes per server",
        "Each node stores a 64-bit hash",
    ]
    assert [(found["line"], found["text"]) for found in kinds["metric"]["found"]] == [
        (12, "3 ms"),
        (14, "64-bit"),
        (14, "the array fits in 2 MB"),
        (18, "40%"),
    ]
    assert [(found["text"], found["option"]) for found in kinds["why-not"]["found"]] == [
        ("Round robin ignores the cost of a request", "round robin")
    ]


def test_a_missed_target_names_where_there_is_room(make_show: Callable[..., Path]) -> None:
    report = the_audit(make_show)
    kinds = {kind["id"]: kind for kind in report["kinds"]}
    assert report["meets_targets"] is False
    assert (kinds["detail"]["count"], kinds["detail"]["target"], kinds["detail"]["missing"]) == (2, 3, 1)
    assert [place["line"] for place in kinds["detail"]["room"]] == [16, 10]
    assert kinds["metric"]["missing"] == 0


def test_shares_follow_the_speaking_time_and_parts_inherit_their_pillar(make_show: Callable[..., Path]) -> None:
    report = the_audit(make_show)
    strip = report["strip"]
    assert [stretch["pillar"] for stretch in strip] == [None, "implementation", "implementation", "why-not"]
    assert strip[0]["start_s"] == 0
    assert [stretch["start_s"] for stretch in strip[1:]] == [stretch["end_s"] for stretch in strip[:-1]]
    assert strip[-1]["end_s"] == report["length_s"]
    shares = {pillar["id"]: pillar["share"] for pillar in report["pillars"]}
    hood = strip[2]["end_s"] - strip[1]["start_s"]
    assert shares["implementation"] == pytest.approx(hood / report["length_s"], abs=0.01)
    assert shares["zoom"] == 0
    gaps = {pillar["id"]: pillar["longest_gap"] for pillar in report["pillars"]}
    assert (gaps["zoom"]["start_s"], gaps["zoom"]["end_s"]) == (0, report["length_s"])
    assert (gaps["why-not"]["start_s"], gaps["why-not"]["line"]) == (0, 6)


def test_the_table_says_what_is_missing(make_show: Callable[..., Path]) -> None:
    show = load_show(make_show(SCRIPT, config=CONFIG))
    text = as_text(audit(show, "ep01"), show)
    assert "implementation detail            2 of 3  too few" in text
    assert "1 missing; there is room at line 16 (A part of the same pillar)" in text
    (strip,) = re.findall(r"(?m)^  ([·ABCD]{72})$", text)
    assert strip == "".join(sorted(strip, key="·AB".index))


def test_the_page_is_well_formed_and_asks_for_nothing_outside(make_show: Callable[..., Path]) -> None:
    show = load_show(make_show(SCRIPT.replace("Under the Hood: the ring", 'The ring & "hood"'), config=CONFIG))
    page = as_html(audit(show, "ep01"), show)
    HTMLParser().feed(page)
    assert page.count("<rect ") == 3
    assert "The ring &amp; &#34;hood&#34;" in page
    assert not re.findall(r"(?:src|href|url)\s*[=(]", page)


def test_the_season_summary_lists_every_counted_thing(make_show: Callable[..., Path]) -> None:
    show = load_show(make_show(SCRIPT, config=CONFIG))
    summary = as_markdown(audit(show), show)
    assert "| ep01: Counting |" in summary
    assert "- The ring keeps 150 virtual nodes per server" in summary
    assert "- Round robin ignores the cost of a request (against round robin)" in summary
    assert "4: 3 ms; 64-bit; the array fits in 2 MB; 40%." in summary


def test_a_target_for_something_unknown_is_refused(make_show: Callable[..., Path]) -> None:
    with pytest.raises(ConfigurationError, match="`targets` names `details`, which this show does not count"):
        the_audit(make_show, SCRIPT.replace("detail: 3", "details: 3"))


def test_the_episodes_of_this_show_meet_their_targets() -> None:
    show = load_show(Path(__file__).parents[2])
    for one in audit(show):
        assert one.script.episode.targets, one.script.episode.id
        assert [(kind.kind.id, kind.missing) for kind in one.kinds if kind.missing] == []
        assert all(pillar.share > 0.08 for pillar in one.pillars)
