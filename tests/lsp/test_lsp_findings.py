"""Diagnostics while one types, and what is offered about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from language_client import FULL, Client, edited, over_pipes, place, stretch
from sample_desk import SCRIPT, SHOW

from studio.actions.lint import lint
from studio.settings.workspace import open_workspace

REPEATED, HIDDEN = "W304", "U112"


def codes(diagnostics: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in diagnostics]


def actions(client: Client, uri: str, place: Any, only: list[str] | None = None) -> list[dict[str, Any]]:
    context = {"diagnostics": []} | ({"only": only} if only else {})
    return client.about("codeAction", uri, range=place, context=context)


def written(client: Client, action: dict[str, Any], text: str) -> str:
    """A text after an action, which is asked for its edits where it came without."""
    if "edit" not in action:
        action = client.ask("codeAction/resolve", action)
    (change,) = action["edit"]["documentChanges"]
    return edited(text, change["edits"])


def test_the_findings_are_those_of_studio_lint_at_the_same_places(client: Client, script: str, show: Path) -> None:
    client.write(script, SCRIPT)
    told = [
        (one["code"], one["range"]["start"]["line"] + 1, one["message"].split("\n")[0])
        for one in client.diagnostics(script)
    ]
    (checked,) = lint(open_workspace(show), ["ep01"])
    assert told == [(one.code, one.location.line, one.message) for one in checked.diagnostics]
    assert "U103" in codes_of(told)


def codes_of(told: list[tuple[str, int, str]]) -> list[str]:
    return [code for code, _, _ in told]


def test_a_finding_comes_and_goes_with_what_is_typed(client: Client, script: str) -> None:
    at = place(SCRIPT, "for a week")
    client.change(script, {"range": {"start": at, "end": at}, "text": "for "})
    found = next(one for one in client.diagnostics(script) if one["code"] == REPEATED)
    assert found["range"] == stretch(SCRIPT.replace("for a week", "for for a week"), "for for")
    client.change(script, {"range": {"start": at, "end": {**at, "character": at["character"] + 4}}, "text": ""})
    assert REPEATED not in codes(client.diagnostics(script))


def test_ranges_count_in_utf_16_units_behind_emoji_and_combining_characters(client: Client, script: str) -> None:
    line = "HOST: Cafe\u0301 \U0001f469\u200d\U0001f680 and \U0001d54f then then we go.\n"
    text = SCRIPT + "\n" + line
    client.write(script, text)
    found = next(one for one in client.diagnostics(script) if one["code"] == REPEATED)
    assert found["range"] == stretch(text, "then then")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_any_line_end_gives_the_same_places(client: Client, script: str, ending: str) -> None:
    client.write(script, SCRIPT.replace("\n", ending))
    table = next(one for one in client.diagnostics(script) if one["code"] == "U103")
    assert table["range"] == {
        "start": place(SCRIPT, "| a | b"),
        "end": place(SCRIPT, "| 1 | 2 |", at_end=True),
    }


def test_edits_arrive_in_the_order_and_the_units_of_the_protocol(client: Client, script: str) -> None:
    text = "\U0001f600 one\u2028two\x0bthree\r\nfour\n"
    client.write(script, text)
    first = {"range": stretch(text, "two"), "text": "\U0001f680"}
    after = text.replace("two", "\U0001f680")
    second = {"range": stretch(after, "four"), "text": "| a |\n|---|\n| b |"}
    client.change(script, first, second)
    table = next(one for one in client.diagnostics(script) if one["code"] == "U103")
    final = after.replace("four", "| a |\n|---|\n| b |")
    assert table["range"]["start"] == place(final, "| a |")


def test_a_client_that_asks_for_diagnostics_gets_them_once(show: Path) -> None:
    asks = FULL | {"textDocument": {"diagnostic": {}}}
    with over_pipes(show) as (client, _):
        client.start(show, capabilities=asks)
        uri = client.open(show / "scripts/ep01.md")
        report = client.about("diagnostic", uri)
        assert report["kind"] == "full" and "U103" in codes(report["items"])
        again = client.about("diagnostic", uri, previousResultId=report["resultId"])
        assert again == {"kind": "unchanged", "resultId": report["resultId"]}
        client.write(uri, "# A\n\nHello to you all.\n")
        assert "U103" not in codes(client.about("diagnostic", uri)["items"])
        assert [method for method, _ in client.said if method == "textDocument/publishDiagnostics"] == []


def test_a_safe_fix_is_preferred_and_mends_the_finding(client: Client, script: str) -> None:
    text = SCRIPT + "\nHOST: We go.\u200b On.\n"
    client.write(script, text)
    found = next(one for one in client.diagnostics(script) if one["code"] == HIDDEN)
    offered = actions(client, script, found["range"])
    safe = next(one for one in offered if one.get("isPreferred"))
    assert written(client, safe, text) == text.replace("\u200b", "")


def test_an_unsafe_fix_says_so(client: Client, script: str) -> None:
    offered = actions(client, script, stretch(SCRIPT, "| a | b"), ["quickfix"])
    unsafe = next(one for one in offered if "row" in one["title"])
    assert "may change the meaning" in unsafe["title"] and not unsafe.get("isPreferred")
    assert "For 1, the b is 2." in written(client, unsafe, SCRIPT)


def test_fix_all_does_what_studio_lint_fix_does(client: Client, script: str) -> None:
    text = SCRIPT + "\nHOST: We go.\u200b On.\u200b\n"
    client.write(script, text)
    client.diagnostics(script)
    (every,) = actions(client, script, stretch(text, "Queues"), ["source.fixAll"])
    assert every["kind"] == "source.fixAll.studio" and "edit" not in every
    mended = written(client, every, text)
    assert "\u200b" not in mended and "| a | b |" in mended


@pytest.mark.parametrize(
    ("where", "code"), [("| a | b", "U103"), ("\U0001f399", "U109"), ("Zoom Out: the pipeline", "L502")]
)
def test_a_rule_is_disabled_for_one_line_and_nothing_else_is_heard(
    client: Client, script: str, where: str, code: str
) -> None:
    offered = actions(client, script, stretch(SCRIPT, where), ["quickfix"])
    hide = next(
        one for one in offered if one["title"].endswith("for this line") and one["diagnostics"][0]["code"] == code
    )
    before = codes(client.about("diagnostic", script)["items"])
    text = written(client, hide, SCRIPT)
    client.write(script, text)
    after = codes(client.diagnostics(script))
    assert after.count(code) == before.count(code) - 1
    assert set(after) <= set(before)


def test_settings_voices_and_lexicons_are_checked_as_they_are_typed(client: Client, show: Path) -> None:
    text = SHOW.replace("narrator: narrator", "narator: narrator")
    uri = client.open(show / "studio.yaml", text, "yaml")
    found = client.diagnostics(uri)
    assert found[0]["range"] == stretch(text, "narator") and "narrator" in found[0]["message"]
    voice = client.open(show / "voices/guest.yaml", "engine: silent\npan: 7\n", "yaml")
    (pan,) = client.diagnostics(voice)
    assert pan["range"] == stretch("engine: silent\npan: 7\n", "7") and "between -1 and 1" in pan["message"]
    lexicon = client.open(show / "voices/lexicon.yaml", "Kafka: KAHF kuh\nRaft: [1, {}]\n", "yaml")
    assert any(one["range"]["start"]["line"] == 1 for one in client.diagnostics(lexicon))
    client.write(lexicon, "Kafka: KAHF kuh\n")
    assert client.diagnostics(lexicon) == []


def test_settings_that_break_are_told_of_in_the_script_which_keeps_the_last_good_ones(
    client: Client, script: str, show: Path
) -> None:
    (show / "studio.yaml").write_text(SHOW + "titel: x\n", encoding="utf-8")
    client.send("textDocument/didSave", {"textDocument": {"uri": script}})
    found = client.diagnostics(script)
    assert "settings cannot be used" in found[0]["message"] and "titel" in found[0]["message"]
    assert "U103" in codes(found) and not any("no speaker" in one["message"] for one in found)
    (show / "studio.yaml").write_text(SHOW, encoding="utf-8")
    client.send("workspace/didChangeWatchedFiles", {"changes": [{"uri": (show / "studio.yaml").as_uri(), "type": 2}]})
    assert "unknown-key" not in codes(client.diagnostics(script))
