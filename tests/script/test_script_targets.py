"""The linter and the audit count one script alike, and say a target that nobody knows in the same words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sample_show import STUDIO_YAML

from studio.audit import Audit, audit_script
from studio.kit.errors import ConfigurationError
from studio.lint import lint_script
from studio.model.script import Script
from studio.model.show import Pillar, Show
from studio.model.source import Source
from studio.narration.narrate import narrate
from studio.narration.read import parse_source
from studio.script.targets import counted
from studio.settings.show import load_show

CONFIG = STUDIO_YAML.replace("marks:\n", "marks:\n  metric: {name: quantified metric}\n")
BODY = """\
# Counting

A lookup takes 3 ms, and the table fits in **2** MB of cache. A sale cut the bill by 40%.

## Under the Hood {.implementation}

[The ring keeps 150 points]{.detail} of every server.

### Its cache

Nothing of its own is said about a pillar here.

## Why Not round robin?

[Round robin ignores the cost]{.why-not option="round robin"} of a request, and [cost]{.why-not} is all that matters.

## Why Not a random choice?

A random choice would be blind.
"""


@pytest.fixture
def show(make_show: Callable[..., Path]) -> Show:
    return load_show(make_show(None, config=CONFIG))


def _both(show: Show, targets: str) -> tuple[list[str], Audit]:
    """What the linter says about the targets of the script, and the audit of it."""
    script = _script(show, targets)
    return [found.message for found in lint_script(script, show, select=["P602"])], _audit(script, show)


def _script(show: Show, targets: str) -> Script:
    return parse_source(show, Source("ep.md", f"---\ntitle: Counting\ntargets: {targets}\n---\n\n{BODY}"))


def _audit(script: Script, show: Show) -> Audit:
    return audit_script(script, narrate(script, show, {}).segments, show)


def test_a_metric_that_nobody_marked_counts_for_both(show: Show) -> None:
    messages, audit = _both(show, "{metric: 3}")
    (metric,) = (kind for kind in audit.kinds if kind.kind.id == "metric")
    assert [one.text for one in metric.found] == ["3 ms", "2 MB", "40%"]
    assert (messages, metric.missing) == ([], 0)


def test_a_missed_metric_target_has_one_number(show: Show) -> None:
    messages, audit = _both(show, "{metric: 5}")
    (metric,) = (kind for kind in audit.kinds if kind.kind.id == "metric")
    assert (len(metric.found), metric.missing) == (3, 2)
    assert messages == ["The script has 3 of the 5 “metric” that it aims at"]


def test_a_pillar_may_be_aimed_at(show: Show) -> None:
    messages, audit = _both(show, "{implementation: 1}")
    (pillar,) = (pillar for pillar in audit.pillars if pillar.pillar.id == "implementation")
    assert (messages, len(pillar.found), pillar.sections, audit.meets_targets) == ([], 1, 1, True)


def test_a_pillar_counts_its_marks_and_its_sections_without_any(show: Show) -> None:
    messages, audit = _both(show, "{why-not: 4}")
    (pillar,) = (pillar for pillar in audit.pillars if pillar.pillar.id == "why-not")
    assert [one.text for one in pillar.found] == ["Round robin ignores the cost", "cost", "Why Not a random choice?"]
    assert (pillar.missing, audit.meets_targets) == (1, False)
    assert messages == ["The script has 3 of the 4 “why-not” that it aims at"]
    assert pillar.places, "an author wants to know where there is room"


def test_an_unknown_target_is_said_in_the_same_words(show: Show) -> None:
    script = _script(show, "{details: 1}")
    (found,) = lint_script(script, show, select=["P602"])
    with pytest.raises(ConfigurationError) as raised:
        _audit(script, show)
    assert (found.message, found.hint) == (raised.value.message, raised.value.hint)
    assert found.message == "`targets` names `details`, which this show does not count"
    assert "`detail`" in str(found.hint)


def test_a_mark_over_a_metric_counts_once(show: Show) -> None:
    script = parse_source(show, Source("ep.md", "# A\n\nIt takes [about 3 ms]{.metric} or 4 ms.\n"))
    assert [one.text for one in counted("metric", script, show)] == ["about 3 ms", "4 ms"]


def test_a_metric_under_emphasis_stands_where_it_was_written(show: Show) -> None:
    text = "# A\n\nIt takes &asymp; **3** ms\nand `5 ms`.\n"
    found = counted("metric", parse_source(show, Source("ep.md", text)), show)
    assert [text[one.span.start : one.span.end] for one in found] == ["&asymp; **3** ms", "5 ms"]


@pytest.mark.parametrize(
    ("minutes", "kind", "of_show", "shares", "expected"),
    [
        (None, "full", None, {}, []),
        (0.34, "full", None, {"zoom": 50, "why-not": 50}, []),
        (4, "full", None, {}, ["The episode will be about 0.3 minutes long, 3.7 minutes shorter than it is to be"]),
        (0.1, "full", 0.34, {}, ["The episode will be about 0.3 minutes long, 0.2 minutes longer than it is to be"]),
        (None, "full", 0.34, {}, []),
        (None, "full", 9, {}, ["The episode will be about 0.3 minutes long, 8.7 minutes shorter than it is to be"]),
        (None, "trailer", 9, {}, []),
        (
            None, "full", None, {"zoom": 20, "why-not": 45},
            ["“Zoom” has 50 % of the time, and aims at 20 %"],
        ),
        (None, "full", None, {"zoom": 0, "why-not": 100}, ["“Zoom” has 50 %", "“Why Not” has 50 %"]),
    ],
)  # fmt: skip
def test_length_and_shares_are_held_against_what_the_author_aims_at(
    show: Show,
    minutes: float | None,
    kind: str,
    *,
    of_show: float | None,
    shares: dict[str, float],
    expected: list[str],
) -> None:
    said = "A queue keeps what was written in it until somebody comes and reads it again. " * 2
    aim = "" if minutes is None else f"target_minutes: {minutes}\n"
    text = f"---\ntitle: T\nepisode_type: {kind}\n{aim}---\n\n## Zoom out: a\n\n{said}\n\n## Why not b\n\n{said}\n"
    pillars = (
        Pillar("zoom", "Zoom In, Zoom Out", ("zoom out",), "Zoom", share=shares.get("zoom")),
        Pillar("why-not", "Why Not X?", ("why not",), "Why Not", share=shares.get("why-not")),
    )
    show = replace(show, pillars=pillars, target_minutes=of_show)
    script = parse_source(show, Source("t.md", text))
    found = lint_script(script, show, select=["P610"])
    assert len(found) == len(expected)
    assert all(one.message.startswith(message) for one, message in zip(found, expected, strict=True)), found
