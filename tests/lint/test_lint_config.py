"""Selection on the command line and settings in studio.yaml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from studio.kit.errors import ConfigurationError
from studio.lint import lint_script
from studio.model.diagnostics import Severity
from studio.model.script import Script
from studio.model.show import Show

TEXT = "Done ✅ and `a => b`.\n\n![an image](a.png)\n\nIt is written by hand.\n"


def names(script: Script, show: Show, lint: dict[str, object], **selection: tuple[str, ...]) -> list[str]:
    return [found.name for found in lint_script(script, replace(show, lint=lint), **selection)]


@pytest.fixture
def script(parse: Callable[[str], Script]) -> Script:
    return parse(TEXT)


def test_select_takes_codes_families_and_names(script: Script, show: Show) -> None:
    assert names(script, show, {}, select=("U109",)) == ["emoji"]
    assert names(script, show, {}, select=("emoji,image",)) == ["emoji", "image"]
    assert names(script, show, {}, select=("u",)) == ["emoji", "inline-code", "image"]


def test_ignore_takes_away(script: Script, show: Show) -> None:
    assert names(script, show, {}, select=("U",), ignore=("image",)) == ["emoji", "inline-code"]


def test_rule_that_is_off_runs_when_named_or_switched_on_but_not_with_its_family(script: Script, show: Show) -> None:
    assert "passive-voice" not in names(script, show, {})
    assert "passive-voice" not in names(script, show, {}, select=("W",))
    assert "passive-voice" in names(script, show, {}, select=("passive-voice",))
    assert "passive-voice" in names(script, show, {"passive-voice": True})


def test_studio_yaml_selects_ignores_and_switches_off(script: Script, show: Show) -> None:
    assert names(script, show, {"select": ["U"], "ignore": ["image"], "emoji": False}) == ["inline-code"]


def test_command_line_replaces_the_selection_of_studio_yaml(script: Script, show: Show) -> None:
    assert names(script, show, {"select": ["image"]}, select=("emoji",)) == ["emoji"]


def test_severity_and_options_can_be_set(parse: Callable[[str], Script], show: Show) -> None:
    script = parse("One two three four five six.\n")
    lint = {"sentence-length": {"warn_words": 5, "severity": "info"}}
    (found,) = lint_script(script, replace(show, lint=lint), select=("sentence-length",))
    assert found.severity is Severity.INFO
    assert "6 words" in found.message


def test_lists_in_options_add_to_the_defaults(parse: Callable[[str], Script], show: Show) -> None:
    lint = {"acronym-introduction": {"known": ["PNCT"]}}
    script = parse("The PNCT meets the XQZ.\n")
    found = lint_script(script, replace(show, lint=lint), select=("acronym-introduction",))
    assert [script.source.slice(one.span) for one in found] == ["XQZ"]


@pytest.mark.parametrize(
    ("lint", "words"),
    [
        ({"emojis": False}, "emoji"),
        ({"select": ["imge"]}, "image"),
        ({"select": "U"}, "list"),
        ({"sentence-length": {"warn_word": 5}}, "warn_words"),
        ({"sentence-length": {"warn_words": "many"}}, "whole number"),
        ({"sentence-length": {"severity": "loud"}}, "severity"),
        ({"sentence-length": 5}, "options"),
    ],
)
def test_mistakes_in_studio_yaml_say_what_would_be_right(
    script: Script, show: Show, lint: dict[str, object], words: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        names(script, show, lint)
    assert words in f"{raised.value.message} {raised.value.hint}"


def test_unknown_rule_on_the_command_line_is_wrong_usage(script: Script, show: Show) -> None:
    with pytest.raises(ConfigurationError) as raised:
        names(script, show, {}, select=("code-blok",))
    assert "code-block" in str(raised.value.hint)
    assert raised.value.exit_code == 2
