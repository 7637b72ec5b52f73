"""What fixes write reads like something that somebody would say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studio.lint.fixes import fix_source
from studio.model.diagnostics import Diagnostic
from studio.model.source import Source

Check = Callable[..., tuple[Diagnostic, ...]]


def fixed(check: Check, text: str, rule: str) -> str:
    return fix_source(Source("case.md", text), lambda source: check(source.text, rule), unsafe=True).source.text


@pytest.mark.parametrize(
    ("table", "sentences"),
    [
        ("| Row | Value |\n|---|---|\n| X | 5 ms |\n", "For row X, the value is 5 ms.\n"),
        ("| Level | Hit rate |\n|---|---|\n| 3 | 90% |\n| 4 | |\n",
         "For level 3, the hit rate is 90%.\nThere is level 4.\n"),
        ("| Store | Pros | Cons |\n|---|---|---|\n| Log | fast writes | slow scans |\n",
         "For Log, the pros are fast writes, and the cons are slow scans.\n"),
        ("| Part | Status | Class | DNS |\n|---|---|---|---|\n| A | up | B | on |\n",
         "For part A, the status is up, the class is B, and the DNS is on.\n"),
        ("| Lock | Fair? | Reentrant |\n|---|---|---|\n| Spin | ✗ | ✓ |\n", "Spin. Fair? No. Reentrant: yes.\n"),
        ("| Lock | Used by | Cost |\n|---|---|---|\n| Spin | kernels | low |\n",
         "Spin. Used by: kernels. Cost: low.\n"),
        ("| Queue | Summary |\n|---|---|\n| Ring | It never grows, and it never blocks a writer. |\n",
         "Ring. Summary: It never grows, and it never blocks a writer.\n"),
        ("| Item | Price |\n|---|---|\n| Disk | $5 |\n| Rack | $1,200 |\n",
         "For Disk, the price is $5.\nFor Rack, the price is $1,200.\n"),
        ("| Year | Event |\n|---|---|\n| 1998 | It is founded |\n", "Year 1998. Event: It is founded.\n"),
        ("| Metric | Before | After |\n|---|---|---|\n| Errors | 5% | 1% |\n", "Errors. Before: 5%. After: 1%.\n"),
        ("| Q | A |\n|---|---|\n| Why? | It fails |\n", "Why? A: It fails.\n"),
        ("| Op | Cost |\n|---|---|\n| Find | $O(\\log n)$ |\n", "For Find, the cost is $O(\\log n)$.\n"),
        ("| Host | Note |\n|---|---|\n| a.b | one<br>two |\n| c.d | – |\n",
         "For a.b, the note is one, two.\nThere is c.d.\n"),
        ("| Steps |\n|---|\n| Open it |\n| Close it. |\n", "Open it.\nClose it.\n"),
        ("| A | B |\n|---|---|\n| x | 1 | extra |\n", "X. B: 1. extra.\n"),
    ],
)  # fmt: skip
def test_a_table_becomes_sentences(check: Check, table: str, sentences: str) -> None:
    assert fixed(check, f"Before.\n\n{table}", "table") == f"Before.\n\n{sentences}"


def test_dollars_that_would_become_a_formula_keep_a_table_from_being_rewritten(check: Check) -> None:
    text = "| Place | Cost |\n|---|---|\n| Bar | $$ |\n| Inn | $$$ |\n"
    assert fixed(check, text, "table") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Costs**\n- Writes travel.\n- Replicas disagree\n",
         "**Costs**.\n\nThere are two points.\nFirst, Writes travel.\nSecond, Replicas disagree.\n"),
        ("It is costly\n\n1. the log,\n2. the index; and\n3. the **cache.**\n",
         "It is costly.\n\nThere are three steps.\nFirst, the log.\nSecond, the index.\nFinally, the **cache.**\n"),
        ("It fails. A disk fails.\n\n- Fails at night\n- A disk\n- Raft Labs\n\nNext.\n",
         "It fails. A disk fails.\n\nThere are three points.\nFirst, fails at night.\nSecond, a disk.\n"
         "Finally, Raft Labs.\n\nNext.\n"),
        ("It fails.\n\n- one\n- two\n---\n\nMore.\n",
         "It fails.\n\nThere are two points.\nFirst, one.\nSecond, two.\n\n---\n\nMore.\n"),
        ("When we read it, we see it.\n\n- Read it\n- See?\n",
         "When we read it, we see it.\n\nThere are two points.\nFirst, read it.\nSecond, see?\n"),
    ],
)  # fmt: skip
def test_a_list_becomes_an_announced_sequence(check: Check, text: str, expected: str) -> None:
    assert fixed(check, text, "list-not-announced") == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_paragraphs_that_touch_a_table_stay_apart(check: Check, end: str) -> None:
    text = end.join(["Text:", "| a b | c |", "|---|---|", "| x y | 1 |", "---", "", "After."])
    expected = end.join(["Text:", "", "For x y, the c is 1.", "", "---", "", "After."])
    assert fixed(check, text, "table") == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So:\n```sh\nls\n```\nThen.\n", "So:\n\n::: notes\n```sh\nls\n```\n:::\n\nThen.\n"),
        ("So.\n\n    a = 1\n\n    b = 2\n", "So.\n\n::: notes\n    a = 1\n\n    b = 2\n:::\n"),
        ("> ```\n> a\n> ```\n", "> ```\n> a\n> ```\n"),
        ("- a\n\n  ```\n  a\n  ```\n", "- a\n\n  ```\n  a\n  ```\n"),
        ("::: {.detail}\n```\na\n```\n:::\n", "::: {.detail}\n```\na\n```\n:::\n"),
    ],
)
def test_code_moves_into_the_notes_and_is_kept_there(check: Check, text: str, expected: str, end: str) -> None:
    found = fixed(check, text.replace("\n", end), "code-block")
    assert found == expected.replace("\n", end)
    assert not check(found, "code-block") or found == text.replace("\n", end)


_HEAD = "The coordinator of the write forwards the value to every replica on its list of them"


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        (", but it answers the client at once and does not wait for all.", ". But it answers the client"),
        ("; the client waits until a quorum of them has answered it.", ". The client waits"),
        ("; eSpeak is there as a fallback for all of them, too.", ". eSpeak is there"),
        (", and that is why the client can wait for a quorum of them.", ". And that is why"),
    ],
)
def test_a_long_sentence_is_cut_where_another_begins(check: Check, tail: str, expected: str) -> None:
    assert expected in fixed(check, _HEAD + tail + "\n", "sentence-length")


@pytest.mark.parametrize(
    "tail",
    [
        "; so that no client waits for more than a quorum of them.",
        ", and that no client has to wait for, whatever it asks of them.",
        " (these are many; the client waits for two or three of them).",
        ', "one and all; the client will wait for all of them" as they say.',
        "; beds that duck under speech; stingers and bumpers; clips of sound.",
    ],
)
def test_a_long_sentence_is_not_cut_within_a_thought(check: Check, tail: str) -> None:
    text = _HEAD + tail + "\n"
    assert fixed(check, text, "sentence-length") == text


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        ("(which has been waiting for a heartbeat all this time) starts", ", which has been waiting for a heartbeat "
         "all this time, starts"),
        ("(it has been waiting, patiently, for a heartbeat all this time) starts", " – it has been waiting, patiently, "
         "for a heartbeat all this time – starts"),
        ("(one of three, or of five, or of as many as there are).", " – one of three, or of five, or of as many as "
         "there are."),
    ],
)  # fmt: skip
def test_a_remark_is_set_off_so_that_nothing_runs_on(check: Check, remark: str, expected: str) -> None:
    assert fixed(check, f"The follower {remark}\n", "parenthesis") == f"The follower{expected}\n"
