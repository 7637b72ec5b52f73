"""Fixing: what the text looks like afterwards, and what never happens to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.lint.fixes import diff, fix_source
from studio.model.diagnostics import Diagnostic, Edit, Fix, Severity
from studio.model.source import Location, Source, Span

Check = Callable[..., tuple[Diagnostic, ...]]


def fixed(check: Check, text: str, *select: str, unsafe: bool = True) -> str:
    return fix_source(Source("case.md", text), lambda source: check(source.text, *select), unsafe=unsafe).source.text


def test_table_becomes_sentences_row_by_row(check: Check) -> None:
    text = "Before.\n\n| Level | Answer Time |\n|---|---|\n| L1 | 1 ns |\n| L2 | 4 ns |\n\nAfter.\n"
    assert fixed(check, text, "table") == (
        "Before.\n\nFor L1, the answer time is 1 ns.\nFor L2, the answer time is 4 ns.\n\nAfter.\n"
    )


def test_list_becomes_an_announced_sequence(check: Check) -> None:
    text = "Replication is costly.\n\n- The writes travel.\n- Replicas disagree\n"
    assert fixed(check, text, "list-not-announced") == (
        "Replication is costly.\n\nThere are two points.\nFirst, the writes travel.\nSecond, Replicas disagree.\n"
    )


def test_parenthesis_becomes_a_clause(check: Check) -> None:
    text = "The follower (which has been waiting for a heartbeat all this time) starts.\n"
    assert fixed(check, text, "parenthesis") == (
        "The follower, which has been waiting for a heartbeat all this time, starts.\n"
    )


def test_long_sentence_becomes_two(check: Check) -> None:
    text = (
        "The coordinator forwards the value to every replica on the list and waits until a quorum of them answered, "
        "but it tells the client at once that all is well.\n"
    )
    assert "quorum of them answered. But it tells the client" in fixed(check, text, "sentence-length")


def test_safe_fixes_leave_unsafe_ones_alone(check: Check) -> None:
    text = "Done ✅ here.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert fixed(check, text, unsafe=False) == text.replace("✅ ", "")


def test_line_endings_of_the_file_are_kept(check: Check) -> None:
    text = "Before.\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n| 3 | 4 |\r\n"
    assert fixed(check, text, "table") == "Before.\r\n\r\nFor 1, the b is 2.\r\nFor 3, the b is 4.\r\n"


def test_of_overlapping_fixes_the_first_is_taken() -> None:
    def finding(start: int, end: int, text: str) -> Diagnostic:
        fix = Fix("", (Edit(Span(start, end), text),), safe=True)
        return Diagnostic("U000", "x", Severity.INFO, "", Location("a", 1), Span(start, end), None, fix)

    def once(*found: Diagnostic) -> str:
        return fix_source(source, lambda text: found if text == source else ()).source.text

    source = Source("a", "abcdef")
    assert once(finding(3, 5, "2"), finding(1, 4, "1")) == "a1ef"
    assert once(finding(0, 1, "1"), finding(2, 3, "2")) == "1b2def"


def test_overlapping_fixes_are_taken_one_after_the_other() -> None:
    def check(source: Source) -> list[Diagnostic]:
        doubled = [at for at in range(len(source.text) - 1) if source.text[at : at + 2] == "aa"]
        fixes = [Fix("", (Edit(Span(at, at + 2), "a"),), safe=True) for at in doubled]
        return [
            Diagnostic("U000", "x", Severity.INFO, "", Location("a", 1), fix.edits[0].span, None, fix) for fix in fixes
        ]

    result = fix_source(Source("a", "baaaab"), check)
    assert result.source.text == "bab"
    assert len(result.mended) == 3


def test_fix_that_breaks_the_script_is_not_taken() -> None:
    def check(source: Source) -> list[Diagnostic]:
        here = Location("a", 1), Span(0, 1)
        if source.text == "good":
            return [
                Diagnostic("U1", "u", Severity.INFO, "", *here, None, Fix("", (Edit(Span(0, 4), "bad"),), safe=True))
            ]
        return [Diagnostic("S001", "s", Severity.ERROR, "", *here)]

    result = fix_source(Source("a", "good"), check)
    assert result.source.text == "good"
    assert not result.mended


def test_diff_is_empty_without_a_change_and_marks_a_missing_line_end() -> None:
    before, after = Source("a.md", "one\ntwo"), Source("a.md", "one\n2")
    assert diff(before, before) == ""
    assert diff(before, after).splitlines()[:2] == ["--- a/a.md", "+++ b/a.md"]
    assert diff(before, after).count("No newline at end of file") == 2


_PIECES = st.sampled_from(
    """\
## A heading (3 minutes)
#### Deep
- The writes travel.
- two ✅
1. one
   - nested
> quote
| a | b |
|---|---|
| 1 | x \\| y |
```
code()
~~~
$$
x = y
::: notes
:::
::pause{2s}
*[Music]*
HOST: Hello the the world.
The follower (which has been waiting for a heartbeat all day) starts.
One two three four five six seven eight nine ten eleven twelve, but it goes on and on and on and on, and on and on.
Github and GitHub and GitHub.
<!-- studio: disable=emoji -->
<div>

---
[x]{spell} [y]{.detail} [z]{oops}
donâ€™t ”stop“
{.detail}
2008. A year.
- [ ] task
\u200bzero
    indented
text `a | b` (one) (two)
![image](x.png)
![
**
](""".split("\n")
)


@settings(max_examples=100, derandomize=True, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(lines=st.lists(_PIECES, max_size=14), end=st.sampled_from(["\n", "\r\n"]))
def test_fixing_anything_is_stable_and_never_breaks_parsing(check: Check, lines: list[str], end: str) -> None:
    source = Source("case.md", end.join(lines) + end)

    def lint(text: Source) -> tuple[Diagnostic, ...]:
        return check(text.text)

    before = [found.code for found in lint(source) if found.code.startswith("S")]
    for unsafe in (False, True):
        once = fix_source(source, lint, unsafe=unsafe).source
        assert fix_source(once, lint, unsafe=unsafe).source.text == once.text
        after = [found.code for found in lint(once) if found.code.startswith("S")]
        assert len(after) <= len(before)


@pytest.mark.parametrize("unsafe", [False, True])
def test_script_without_findings_stays_as_it_is(check: Check, unsafe: bool) -> None:
    text = "\ufeffHello there.\r\n\r\nAll is well.\r\n"
    assert fixed(check, text, unsafe=unsafe) == text
