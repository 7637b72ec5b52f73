"""Disable comments: what they hide, and the report of those that hide nothing."""

from __future__ import annotations

from collections.abc import Callable

from studio.lint.fixes import fix_source
from studio.model.diagnostics import Diagnostic
from studio.model.source import Source

Check = Callable[..., tuple[Diagnostic, ...]]


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{one.location.line}:{one.code}" for one in found]


def test_comment_above_a_block_hides_findings_in_that_block_only(check: Check) -> None:
    text = "<!-- studio: disable=image -->\n\n![one](a.png)\n\n![two](b.png)\n"
    assert codes(check(text, "image", "X901")) == ["5:U106"]


def test_comment_at_the_end_of_a_line_hides_findings_on_that_line_only(check: Check) -> None:
    text = "Done ✅ here. <!-- studio: disable=U109 -->\nDone ✅ there.\n"
    assert codes(check(text, "emoji", "X901")) == ["2:U109"]


def test_comment_for_the_file_hides_all_findings_wherever_it_stands(check: Check) -> None:
    text = "![one](a.png)\n\n![two](b.png)\n\n<!-- studio: disable-file=U -->\n"
    assert codes(check(text, "U", "X901")) == []


def test_names_codes_and_beginnings_of_codes_all_count(check: Check) -> None:
    for selector in ("emoji", "U109", "u1", "emoji, U102"):
        assert not check(f"Done ✅. <!-- studio: disable={selector} -->\n", "emoji")


def test_parser_findings_can_be_hidden_too(check: Check) -> None:
    text = "Text [x]{spel}. <!-- studio: disable=S004 -->\n"
    assert codes(check(text, "S", "X901")) == []


def test_unused_comment_is_reported_and_removed_by_the_safe_fix(check: Check) -> None:
    text = "Before.\n\n<!-- studio: disable=image -->\n\nOnly text. <!-- studio: disable=emoji -->\n"
    found = check(text, "image", "emoji", "X901")
    assert codes(found) == ["3:X901", "5:X901"]
    mended = fix_source(Source("case.md", text), lambda source: check(source.text, "image", "emoji", "X901")).source
    assert mended.text == "Before.\n\n\nOnly text.\n"


def test_comment_for_a_rule_that_did_not_run_is_no_business_of_this_run(check: Check) -> None:
    assert not check("Only text. <!-- studio: disable=emoji -->\n", "image", "X901")


def test_unknown_rule_in_a_comment_is_reported(check: Check) -> None:
    (found,) = check("Only text. <!-- studio: disable=no-such -->\n", "X901")
    assert "no such rule" in found.message


def test_comment_inside_code_is_code(check: Check) -> None:
    text = "```\n<!-- studio: disable-file=code-block -->\n```\n"
    assert codes(check(text, "code-block", "X901")) == ["1:U101"]
