"""What an editor shows beside the text: spoken forms, lengths, outline, colours, folds, links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from language_client import Client, place, stretch
from sample_desk import SCRIPT

WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}


def hovered(client: Client, uri: str, position: dict[str, int]) -> tuple[str, Any]:
    found = client.about("hover", uri, position=position)
    return found["contents"]["value"], found["range"]


def test_hover_tells_how_a_segment_is_spoken_by_whom_and_how_its_words_sound(client: Client, script: str) -> None:
    text, where = hovered(client, script, place(SCRIPT, "p99"))
    assert "The p ninety-nine is twelve milliseconds today." in text
    assert "ANA, voice `guest`, segment 1" in text
    assert where == stretch(SCRIPT, "Welcome back \U0001f399\ufe0f to the café. The p99 is 12 ms today.")
    text, _ = hovered(client, script, place(SCRIPT, "etcd for"))
    assert "etcd: “et see dee” (scripts/ep01.md, `lexicon`)" in text


def test_hover_names_the_line_of_the_lexicon(client: Client, script: str) -> None:
    text = SCRIPT.replace("We measured etcd", "We measured Kafka")
    client.write(script, text)
    said, _ = hovered(client, script, place(text, "Kafka"))
    assert "Kafka: “KAHF kuh” (voices/lexicon.yaml:1:8)" in said


def test_hover_shows_the_page_of_a_findings_rule_and_of_a_disabled_one(client: Client, script: str) -> None:
    page, where = hovered(client, script, place(SCRIPT, "| 1 |"))
    assert page.startswith("# U103 table") and "Why it is bad for the ear" in page
    assert where == {"start": place(SCRIPT, "| a | b"), "end": place(SCRIPT, "| 1 | 2 |", at_end=True)}
    text = SCRIPT.replace("| a | b", "<!-- studio: disable=table -->\n\n| a | b")
    client.write(script, text)
    page, where = hovered(client, script, place(text, "disable=table"))
    assert page.startswith("# U103 table") and where == stretch(text, "studio: disable=table")


def test_hover_tells_what_a_cue_plays_and_nothing_where_nothing_stands(client: Client, script: str) -> None:
    text, where = hovered(client, script, place(SCRIPT, "theme"))
    assert "theme.wav" in text and where == stretch(SCRIPT, '::music{bed="theme" fade=2s}')
    assert client.about("hover", script, position={"line": 7, "character": 0}) is None


def test_lenses_tell_lengths_and_shares_and_play_segments(client: Client, script: str) -> None:
    lenses = client.about("codeLens", script)
    titles = {one["command"]["title"]: one for one in lenses}
    assert lenses[0]["command"]["title"].startswith("Episode: ≈ ") and "Zoom" in lenses[0]["command"]["title"]
    (zoom,) = [one for one in lenses if one["range"] == stretch(SCRIPT, "Zoom Out: the pipeline")]
    assert zoom["command"]["title"].endswith("· Zoom 100%")
    (play,) = [one for one in lenses if one["range"] == stretch(SCRIPT, "We measured etcd for a week.")]
    assert play["command"] == {
        "title": "▶ ≈ 1.6 s",
        "command": "studio.preview",
        "arguments": [{"uri": script, "segment": 2}],
    }
    assert len(titles) >= 4


def test_preview_is_of_the_text_in_the_editor_not_of_the_file(client: Client, script: str, show: Path) -> None:
    client.write(script, SCRIPT.replace("We measured etcd for a week.", "It took 3 days."))
    asked = {"command": "studio.preview", "arguments": [{"uri": script, "segment": 2, "play": False}]}
    made = client.ask("workspace/executeCommand", asked)
    assert made["segments"][0]["text"] == "It took three days."
    assert Path(made["path"]) == show / "build/ep01/preview.wav" and Path(made["path"]).stat().st_size > 1000


def test_preview_of_what_is_not_there_is_told_in_words(client: Client, script: str) -> None:
    asked = {"command": "studio.preview", "arguments": [{"uri": script, "segment": 99, "play": False}]}
    assert client.ask("workspace/executeCommand", asked) is None
    said = client.wait("window/showMessage")
    assert "nothing in this script matches" in said["message"] and "segments 1 to 4" in said["message"]


def test_hints_say_what_is_spoken_where_it_is_written_otherwise(client: Client, script: str) -> None:
    hints = client.about("inlayHint", script, range=WHOLE)
    said = {one["label"]: one["position"] for one in hints}
    assert said["“p ninety-nine”"] == place(SCRIPT, "p99", at_end=True)
    assert said["“twelve milliseconds”"] == place(SCRIPT, "12 ms", at_end=True)
    line = place(SCRIPT, "HOST: We")["line"]
    below = {"start": {"line": line, "character": 0}, "end": {"line": 99, "character": 0}}
    assert client.about("inlayHint", script, range=below) == []


def test_the_outline_nests_sections_with_their_lengths(client: Client, script: str) -> None:
    (top,) = client.about("documentSymbol", script)
    assert top["name"] == "Queues" and top["detail"].startswith("≈ ")
    assert top["selectionRange"] == stretch(SCRIPT, "Queues", nth=2)
    cue, zoom = top["children"]
    assert cue["name"].startswith("::music") and zoom["name"] == "Zoom Out: the pipeline"
    assert [one["name"] for one in zoom["children"]] == ["The details"]
    assert zoom["range"]["end"]["line"] >= place(SCRIPT, "all there is")["line"]


def test_tokens_tell_what_is_heard_from_what_is_not(client: Client, script: str) -> None:
    names = ["string", "class", "namespace", "macro", "operator", "comment"]
    data = client.about("semanticTokens/full", script)["data"]
    told: dict[str, tuple[str, int]] = {}
    line = column = 0
    lines = SCRIPT.split("\n")
    for at in range(0, len(data), 5):
        step, shift, length, kind, modifiers = data[at : at + 5]
        line, column = line + step, shift + (column if step == 0 else 0)
        units = lines[line].encode("utf-16-le")[2 * column : 2 * (column + length)]
        told[units.decode("utf-16-le")] = (names[kind], modifiers)
    assert told["ANA:"] == ("class", 0) and told["We measured etcd for a week."] == ("string", 0)
    assert told["| 1 | 2 |"] == ("comment", 1)  # struck out: nobody hears it
    assert told["all there is"] == ("string", 0) and told["title: Queues"] == ("comment", 0)
    some = client.about("semanticTokens/range", script, range=stretch(SCRIPT, "HOST: We"))["data"]
    assert len(some) == 10 and some[0] == place(SCRIPT, "HOST: We")["line"]


def test_front_matter_sections_and_tables_fold(client: Client, script: str) -> None:
    folds = {(one["startLine"], one["endLine"]) for one in client.about("foldingRange", script)}
    last = place(SCRIPT, "all there is")["line"]
    assert (0, 6) in folds and (place(SCRIPT, "## Zoom")["line"], last) in folds
    table = place(SCRIPT, "| a | b")["line"]
    assert (table, table + 2) in folds


def test_sounds_lead_to_their_files(client: Client, script: str, show: Path) -> None:
    (link,) = client.about("documentLink", script)
    assert link == {"range": stretch(SCRIPT, "theme"), "target": (show / "assets/theme.wav").as_uri()}
    settings = client.open(show / "studio.yaml", language="yaml")
    targets = {one["target"] for one in client.about("documentLink", settings)}
    assert (show / "assets/hit.wav").as_uri() in targets and (show / "voices/lexicon.yaml").as_uri() in targets
