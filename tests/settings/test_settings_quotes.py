"""A value of YAML that lacks quotes is named with its place, and shown with them, in every file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.kit.errors import ConfigurationError
from studio.model.source import Source
from studio.script import parse_script
from studio.settings.show import load_show
from studio.settings.yamltree import YamlFaultError, plain, read_tree


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("My: Talk", '"My: Talk"'),
        ("a: b: c", '"a: b: c"'),
        ("My:: Talk: x", '"My:: Talk: x"'),
        ("Talk:", '"Talk:"'),
        ('"Quoted" word', "'\"Quoted\" word'"),
        ("[Draft] Talk", '"[Draft] Talk"'),
        ("{a} b", '"{a} b"'),
        ("@home", '"@home"'),
        ("`code` x", '"`code` x"'),
        ("*bold* talk", '"*bold* talk"'),
        ("%5 x", '"%5 x"'),
        ("& x", '"& x"'),
        ("'it's", "\"'it's\""),
        ("- x", '"- x"'),
        ("| x", '"| x"'),
        ("> x", '"> x"'),
        ("Why C:\\Users: a story", "'Why C:\\Users: a story'"),
    ],
)
def test_the_value_that_lacks_quotes(value: str, quoted: str) -> None:
    text = f"number: 3\nsub:\n  title: {value}\nafter: x\n"
    with pytest.raises(YamlFaultError) as caught:
        read_tree(text)
    fault = caught.value
    assert text[fault.start : fault.end] == value
    assert fault.hint == f"Put quotes around it: title: {quoted}"
    mended = read_tree(text.replace(value, quoted, 1))
    assert mended is not None
    assert plain(mended)["sub"]["title"] == value


@pytest.mark.parametrize(
    "text", ["title = Talk\nnumber: 3\n", "a: [1, 2\nb: 3\n", "a: b\n  c: d\n e: f\n", 'a: "\\ud800"\n', 'a: "\\x"\n']
)
def test_what_quotes_would_not_mend_is_told_as_it_is(text: str) -> None:
    with pytest.raises(YamlFaultError) as caught:
        read_tree(text)
    assert caught.value.hint is None


def test_the_front_matter_of_a_script() -> None:
    script = parse_script(Source("a.md", "---\nnumber: 3\ntitle: My: Talk\n---\n\n# A\n\nHello.\n"))
    (problem,) = [one for one in script.diagnostics if "quotes" in one.message]
    assert (problem.location.line, problem.location.column) == (3, 8)
    assert problem.hint == 'Put quotes around it: title: "My: Talk"'


@pytest.mark.parametrize("name", ["studio.yaml", "voices/narrator.yaml"])
def test_the_files_of_a_show(make_show: Callable[..., Path], name: str) -> None:
    root = make_show()
    path = root / name
    lines = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{lines}\nnote: One: two\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="this value needs quotes around it") as caught:
        load_show(root)
    assert caught.value.where == f"{name}:{lines.count(chr(10)) + 2}:7"
    assert caught.value.hint == 'Put quotes around it: note: "One: two"'


@pytest.mark.parametrize(
    ("line", "lost", "quoted"),
    [
        ("title: Talk #1", "#1", '"Talk #1"'),
        ("title: Talk # 2", "# 2", '"Talk # 2"'),
        ("title: Why #rust", "#rust", '"Why #rust"'),
        ('summary: The "new" C #7', "#7", "'The \"new\" C #7'"),
        ("title: #7 and on", "#7 and on", '"#7 and on"'),
        ("title: #rust", "#rust", '"#rust"'),
        ("keywords: [one, two #3]", "", ""),  # the list is never closed, which YAML says itself
    ],
)
def test_what_is_lost_to_a_comment_is_told(line: str, lost: str, quoted: str) -> None:
    script = parse_script(Source("a.md", f"---\n{line}\nnumber: 3 # the third\n---\n\nHello.\n"))
    found = [one for one in script.diagnostics if one.name == "lost-to-yaml"]
    assert [script.source.text[one.span.start : one.span.end] for one in found] == [f" {lost}"] * bool(lost)
    assert all(f"Put quotes around it: {quoted}" in (one.hint or "") for one in found)


@pytest.mark.parametrize("line", ["title: &a Talk", "title: &word-2 of it", "summary: &x 'quoted'"])
def test_what_is_lost_to_an_anchor_is_told(line: str) -> None:
    script = parse_script(Source("a.md", f"---\n{line}\n---\n\nHello.\n"))
    (found,) = [one for one in script.diagnostics if one.name == "lost-to-yaml"]
    anchor = line.split(" ")[1]
    assert script.source.text[found.span.start : found.span.end] == anchor
    assert f"“{anchor}” names a value in YAML" in found.message
    assert f'Put quotes around it: "{anchor} ' in (found.hint or "")


def test_an_anchor_that_is_used_is_left_alone() -> None:
    script = parse_script(Source("a.md", "---\ntitle: &a Talk\nsummary: *a\n---\n\nHello.\n"))
    assert (script.episode.title, script.episode.summary) == ("Talk", "Talk")
    assert [one for one in script.diagnostics if one.name == "lost-to-yaml"] == []


@pytest.mark.parametrize(
    "line",
    ["title: Talk # a working title", "title: 'Talk #1'", "title: C# and F#", "title: >-\n  Talk #1", "title: #"],
)
def test_a_comment_that_is_one_is_left_alone(line: str) -> None:
    script = parse_script(Source("a.md", f"---\n{line}\n---\n\nHello.\n"))
    assert [one for one in script.diagnostics if one.name == "lost-to-yaml"] == []


def test_a_show_whose_title_ends_in_a_comment_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "studio.yaml").write_text("title: Show #1\nauthor: A #comment\n")
    with pytest.raises(ConfigurationError, match="“#1” is a comment to YAML") as caught:
        load_show(tmp_path)
    assert caught.value.where == "studio.yaml:1:12"
    assert "comment" not in str(caught.value).replace("a comment to YAML", "")


@pytest.mark.parametrize("title", ["Yes", "No", "1e3", "2024-01-02", "Null", "010", "0x10", "1:30"])
def test_a_title_is_what_is_written(title: str) -> None:
    assert parse_script(Source("a.md", f"---\ntitle: {title}\nnumber: 010\n---\n\nHello.\n")).episode.title == title
