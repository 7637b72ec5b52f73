"""How a server begins and ends, and what it does with clients and texts that are not as they should be."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from language_client import PATIENCE_S, AnswerError, Client, over_pipes, over_socket, place, stretch
from sample_desk import SCRIPT, SHOW

CONTENT_MODIFIED = -32801


def test_it_ends_as_the_protocol_says(show: Path) -> None:
    with over_pipes(show, "--stdio") as (client, process):
        client.start(show)
        client.end()
        assert process.wait(PATIENCE_S) == 0
    with over_pipes(show) as (client, process):
        client.start(show)
        client.send("exit", None)
        assert process.wait(PATIENCE_S) == 1


def test_it_ends_when_its_input_does(show: Path) -> None:
    with over_pipes(show) as (client, process):
        client.start(show)
        assert process.stdin
        process.stdin.close()
        assert process.wait(PATIENCE_S) == 1


def test_it_ends_when_the_clients_process_dies_though_its_input_stays_open(show: Path) -> None:
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as editor,
        over_pipes(show) as (
            client,
            process,
        ),
    ):
        client.start(show, process=editor.pid)
        assert client.ask("shutdown", None) is None
        editor.kill()
        editor.wait(PATIENCE_S)
        assert process.wait(PATIENCE_S) == 1


def test_a_socket_does_as_well_for_one_client_alone(show: Path) -> None:
    with over_socket(show) as (client, process, port):
        client.start(show)
        uri = client.open(show / "scripts/ep01.md")
        assert any(one["code"] == "U103" for one in client.diagnostics(uri))
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as other:
                assert other.recv(1) == b""
        except OSError:
            pass
        assert client.about("foldingRange", uri)
        client.end()
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--tcp", "nowhere"], "is no address"),
        (["--tcp", "127.0.0.1:99999"], "is no address"),
        (["--stdio", "--tcp", "1"], "do not go together"),
        (["--log", "/nowhere/at/all"], "cannot write the log"),
        (["--log-level", "loud"], "is no log level"),
    ],
)
def test_a_wrong_command_line_is_told_in_words(show: Path, options: list[str], said: str) -> None:
    with over_pipes(show, *options) as (_, process):
        assert process.wait(PATIENCE_S) == 2
        assert process.stderr
        assert said in process.stderr.read().decode()


def test_an_address_in_use_is_told_in_words(show: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        over_pipes(show, "--tcp", str(taken.getsockname()[1])) as (_, process),
    ):
        assert process.wait(PATIENCE_S) == 2
        assert process.stderr
        assert "cannot listen on 127.0.0.1" in process.stderr.read().decode()


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"jsonrpc": "2.0"}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didOpen"}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": 7}}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///x.md", '
        b'"version": 1}, "contentChanges": [{"text": "x"}]}}',
        b'{"jsonrpc": "2.0", "method": "nobody/knows", "params": {}}',
        b'{"jsonrpc": "2.0", "id": 999, "method": "nobody/knows", "params": {}}',
        b'{"jsonrpc": "2.0", "id": 998, "result": 7}',
        b'\xff\xfe{"jsonrpc": "2.0"}',
    ],
)
def test_messages_that_make_no_sense_leave_the_server_as_it_was(client: Client, script: str, body: bytes) -> None:
    client.send_raw(body)
    assert client.about("foldingRange", script)


@pytest.mark.parametrize(
    "place", [{"line": 999, "character": 0}, {"line": 0, "character": 999}, {"line": 12, "character": 19}]
)
def test_places_that_are_not_there_are_no_failure(client: Client, script: str, place: dict[str, int]) -> None:
    for method in ("hover", "completion", "prepareRename"):
        client.about(method, script, position=place)
    client.change(script, {"range": {"start": place, "end": place}, "text": "x"})
    assert client.diagnostics(script)


def test_a_request_about_a_text_that_has_changed_is_given_up(client: Client, script: str) -> None:
    asked = []
    for number in range(8):
        client.write(script, f"{SCRIPT}\nHOST: Number {number}.\n")
        asked.append(client.begin("textDocument/codeLens", {"textDocument": {"uri": script}}))
    lenses = client.answer(asked[-1])
    assert any(one["range"]["start"]["line"] == SCRIPT.count("\n") + 1 for one in lenses)
    given_up = 0
    for one in asked[:-1]:
        try:
            client.answer(one)
        except AnswerError as error:
            assert error.code == CONTENT_MODIFIED and error.data is None
            given_up += 1
    assert given_up > 0


def test_a_show_that_vanishes_is_told_of_in_one_sentence(client: Client, script: str, show: Path) -> None:
    for folder in ("scripts", "voices"):
        (show / folder).rename(show / f"{folder}-gone")
    client.write(script, SCRIPT)
    found = client.diagnostics(script)
    assert "voices/lexicon.yaml" in found[0]["message"] and "Traceback" not in str(found)


def test_texts_without_a_file_and_files_without_a_show_are_scripts_of_the_house(client: Client, tmp_path: Path) -> None:
    text = "# Hello\n\n| a |\n|---|\n| 1 |\n"
    for where in ("untitled:Untitled-1", tmp_path / "elsewhere" / "new.md"):
        uri = client.open(where, text)
        assert any(one["code"] == "U103" for one in client.diagnostics(uri))
    assert client.diagnostics(client.open("untitled:Untitled-2", "a: b\n", "yaml")) == []


def test_texts_without_a_file_belong_to_the_show_that_is_named(show: Path, tmp_path: Path) -> None:
    with over_pipes(tmp_path, "--show", str(show)) as (client, _):
        client.start(tmp_path)
        uri = client.open("untitled:Untitled-1", "# Hello\n\nGUEST: Why is that so?\n")
        spoken = client.about("hover", uri, position={"line": 2, "character": 9})["contents"]["value"]
        assert "GUEST, voice `guest`" in spoken


def test_a_script_in_which_nothing_is_said_has_an_outline_and_no_lengths(client: Client, script: str) -> None:
    client.write(script, "# One\n\n## Two\n\n| a |\n|---|\n| 1 |\n")
    assert client.about("codeLens", script) == []
    (one,) = client.about("documentSymbol", script)
    (two,) = one["children"]
    assert one["range"]["end"] == two["range"]["end"] and two["name"] == "Two"


def test_markdown_of_a_show_that_is_no_script_is_left_alone(client: Client, show: Path) -> None:
    readme = client.open(show / "README.md", "# Hello\n\n| a |\n|---|\n| 1 |\n")
    assert client.diagnostics(readme) == [] and client.about("codeLens", readme) == []
    draft = client.open(show / "draft.md", "---\ntitle: D\n---\n\n| a |\n|---|\n| 1 |\n")
    assert client.diagnostics(draft) != []


def test_each_folder_has_its_own_show(show: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for name in ("scripts", "voices"):
        (other / name).mkdir(parents=True)
    (other / "studio.yaml").write_text("title: Other\nnarrator: solo\n", encoding="utf-8")
    (other / "voices/solo.yaml").write_text("engine: silent\n", encoding="utf-8")
    (other / "scripts/ep02.md").write_text("# Two\n\nHello to all of you.\n", encoding="utf-8")
    with over_pipes(tmp_path) as (client, _):
        client.start(show, other)
        first, second = client.open(show / "scripts/ep01.md"), client.open(other / "scripts/ep02.md")
        assert "voice `guest`" in client.about("hover", first, position=place(SCRIPT, "p99"))["contents"]["value"]
        spoken = client.about("hover", second, position={"line": 2, "character": 3})["contents"]["value"]
        assert "Voice `solo`" in spoken


def test_a_file_that_is_not_utf_8_is_told_of_until_it_is_saved(client: Client, show: Path) -> None:
    path = show / "scripts/ep02.md"
    path.write_bytes("# Café\n\nHello to all of you.\n".encode("latin-1"))
    uri = client.open(path)
    assert any("not UTF-8" in one["message"] for one in client.diagnostics(uri))
    path.write_text("# Café\n\nHello to all of you.\n", encoding="utf-8")
    client.send("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert not any("not UTF-8" in one["message"] for one in client.diagnostics(uri))


def test_an_empty_script_is_told_of(client: Client, script: str) -> None:
    client.write(script, " \n")
    (found,) = client.diagnostics(script)
    assert "empty" in found["message"]


def test_a_file_that_is_renamed_or_deleted_goes_on_under_its_new_name(client: Client, script: str, show: Path) -> None:
    new = show / "scripts/ep09.md"
    (show / "scripts/ep01.md").rename(new)
    client.send("textDocument/didClose", {"textDocument": {"uri": script}})
    cleared = client.wait("textDocument/publishDiagnostics", lambda it: it["uri"] == script)
    assert cleared["diagnostics"] == []
    uri = client.open(new)
    assert client.diagnostics(uri) != []
    new.unlink()
    client.write(uri, SCRIPT.replace("| a | b |\n|---|---|\n| 1 | 2 |\n", ""))
    assert not any(one["code"] == "U103" for one in client.diagnostics(uri))


def test_two_scripts_of_one_episode_are_told_of_once_both_are_there(client: Client, script: str, show: Path) -> None:
    (show / "scripts/again.md").write_text(SCRIPT, encoding="utf-8")
    client.send("workspace/didChangeWatchedFiles", {"changes": []})
    assert any(one["code"] == "X903" for one in client.diagnostics(script))


def test_a_script_of_a_megabyte_is_looked_at(client: Client, show: Path) -> None:
    paragraph = "HOST: Every stage has a queue in front of it, and every queue has a length of 12 ms.\n\n"
    text = "# Long\n\n" + paragraph * (1_000_000 // len(paragraph)) + "HOST: And then then it ends.\n"
    uri = client.open(show / "scripts/long.md", text)
    found = client.diagnostics(uri)
    assert any(one["range"] == stretch(text, "then then") for one in found)


def test_settings_may_be_edited_before_they_can_be_read(client: Client, show: Path) -> None:
    for text in ("title: [", "", "title: x\n\ttab: 1\n"):
        uri = client.open(show / "studio.yaml", text, "yaml")
        assert client.diagnostics(uri), text
    for text in (f"\ufeff{SHOW}narator: y\n", f"{SHOW}narator: y\n".replace("\n", "\r\n")):
        client.write(uri, text)
        assert [one["range"] for one in client.diagnostics(uri)] == [stretch(text, "narator")]
