"""Whatever YAML an author's file holds: a mistake is named with its place, and nothing ends in a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commands import files_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sample_show import STUDIO_YAML

from studio.kit.errors import ConfigurationError, StudioError
from studio.lint.config import lint_config
from studio.model.show import Show
from studio.model.source import Source
from studio.script import parse_script
from studio.settings.head import head_of
from studio.settings.lexicons import load_lexicon
from studio.settings.reader import documented
from studio.settings.show import StudioYaml, load_show
from studio.settings.yamltree import MOST_DEPTH, YamlFaultError, read_tree
from studio.takes.choices import read_choices

MakeShow = Callable[..., Path]

#: What stands behind a key. Each was, or could be, a traceback, a hang, or a silently wrong value.
VALUES = {
    "tag of a program": "!!python/name:os x",
    "tag of an object": "!!python/object/apply:os.system [ls]",
    "tag of one's own": "!mine {a: b}",
    "number that is none": "!!int abc",
    "set": "!!set {a, b}",
    "binary": "!!binary aGVsbG8=",
    "alias to itself": "&a {x: *a}",
    "alias to nothing": "*nowhere",
    "list as a key": "{? [a] : b}",
    "mapping as a key": "{? {a: b} : c}",
    "merge key": "{<<: {a: b}}",
    "deep list": "[" * 3000 + "]" * 3000,
    "deep mapping": "{a: " * 3000 + "}" * 3000,
    "deep list that is never closed": "[" * 100_000,
    "half of a surrogate pair": '"x\\ud800y"',
    "beyond the last character": '"\\UFFFFFFFF"',
    "zero byte": '"a\\0b"',
    "escape of a terminal": '"\\e[31mred"',
    "bell": "\x07",
    "alias bomb": "{a: &a [x,x,x,x,x,x,x,x,x,x], b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a], c: &c [*b,*b,*b,*b,*b,*b],"
    " d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c], e: [*d,*d,*d,*d,*d,*d,*d,*d,*d]}",
    "aliases on top of each other": "{a: &a "
    + "[" * 20
    + "]" * 20
    + "".join(f", k{n}: &k{n} [[[[*{'a' if n == 0 else f'k{n - 1}'}]]]]" for n in range(40))
    + "}",
    "second document": "x\n---\ntitle: y",
    "unclosed quote": '"never closed',
    "tab": "a\n\tb: c",
}
#: Values that YAML allows, and of which no setting of a number, a date or a path can be made.
ODD = {
    "400 digits": "9" * 400,
    "5000 digits": "9" * 5000,
    "5000 digits with a sign": "-" + "9" * 5000,
    "5000 hexadecimal digits": "0x" + "f" * 5000,
    "infinite": ".inf",
    "not a number": ".nan",
    "exponent": "1e999999",
    "date that is none": "2026-99-99",
    "time that is none": "2026-01-01 99:99:99",
    "last day, far west": "9999-12-31 23:59:59 -23:59",
    "sexagesimal": "1:30:00",
    "nothing": "",
    "empty list": "[]",
    "flag": "yes",
    "absolute path that is missing": "/nonexistent/a.jpg",
    "path without end": "a" * 5000,
    "somebody's home": "~nobody-of-that-name/x",
    "pattern that repeats too often": "'a{99999999999999}'",
    "pattern that is deep": "'" + "(" * 2000 + ")" * 2000 + "'",
}
ALL = {**VALUES, **ODD}


def _in_the_show(make_show: MakeShow, text: str) -> None:
    load_show(make_show(config=text))


def _in_a_voice(make_show: MakeShow, text: str) -> None:
    root = make_show()
    (root / "voices" / "odd.yaml").write_text(f"engine: silent\n{text}", encoding="utf-8")
    show = load_show(root)
    from studio.engines.registry import find_engine

    find_engine("silent").options(show.voices["odd"], root)


def _in_a_lexicon(make_show: MakeShow, text: str) -> None:
    path = make_show() / "voices" / "lexicon.yaml"
    path.write_text(text, encoding="utf-8")
    load_lexicon([path])


def _in_takes(make_show: MakeShow, text: str) -> None:
    root = make_show()
    (root / "scripts" / "ep01.takes.yaml").write_text(text, encoding="utf-8")
    read_choices(load_show(root), files_of(load_show(root)))


def _in_the_linter(make_show: MakeShow, text: str) -> None:
    lint_config(load_show(make_show(config=STUDIO_YAML + text)).lint)


PLACES: dict[str, tuple[Callable[[MakeShow, str], None], str]] = {
    "title": (_in_the_show, STUDIO_YAML.replace("title: A Small Show", "title: {}", 1)),
    "artwork": (_in_the_show, STUDIO_YAML.replace("artwork: assets/cover.jpg", "artwork: {}", 1)),
    "loudness": (_in_the_show, STUDIO_YAML + "loudness: {{target_lufs: {}}}\n"),
    "feed": (_in_the_show, STUDIO_YAML.replace("categories: [Technology]", "categories: {}", 1)),
    "wording": (_in_the_show, STUDIO_YAML.replace("['formal']", "{}", 1)),
    "sounds": (_in_the_show, STUDIO_YAML + "sounds:\n  theme:\n    kind: bed\n    file: {}\n"),
    "style": (_in_the_show, STUDIO_YAML + "style:\n  units: {}\n"),
    "lint": (_in_the_linter, "lint:\n  sentence-length: {}\n"),
    "lint option": (_in_the_linter, "lint:\n  sentence-length:\n    warn_words: {}\n"),
    "lint selection": (_in_the_linter, "lint:\n  select: {}\n"),
    "voice": (_in_a_voice, "gain_db: {}\n"),
    "voice's lexicons": (_in_a_voice, "lexicons: {}\n"),
    "engine's setting": (_in_a_voice, "settings:\n  speed: {}\n"),
    "lexicon": (_in_a_lexicon, "etcd: {}\n"),
    "lexicon entry": (_in_a_lexicon, "etcd:\n  ipa: {}\n"),
    "takes": (_in_takes, "takes:\n  abc:\n    take: {}\n"),
    "recording": (_in_takes, "takes:\n  abc:\n    recording: {}\n"),
}


@pytest.fixture(scope="module")
def root_of_show(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeShow]:
    """One small show for all cases; each writes its own files."""
    root = tmp_path_factory.mktemp("show")
    for folder in ("assets", "scripts", "voices"):
        (root / folder).mkdir()
    (root / "assets" / "cover.jpg").write_bytes(b"a picture")

    def make(config: str = STUDIO_YAML) -> Path:
        for path in (*root.glob("voices/*"), *root.glob("scripts/*")):
            path.unlink()
        (root / "voices" / "narrator.yaml").write_text("engine: silent\n", encoding="utf-8")
        (root / "studio.yaml").write_text(config, encoding="utf-8")
        return root

    yield make


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("shape", ALL)
def test_a_value_is_taken_or_refused_with_its_place(root_of_show: MakeShow, place: str, shape: str) -> None:
    read, template = PLACES[place]
    try:
        read(root_of_show, _filled(template, ALL[shape]))
    except ConfigurationError as error:
        assert error.where is not None
        assert ".yaml" in error.where
        assert len(error.message) < 2_000
        str(error).encode()
    else:
        assert shape in ODD


@pytest.mark.parametrize(
    "shape", ["text", 7, -0.5, True, None, "", [], ["a"], [["a"], {}], {}, {"a": "b"}, {"a": {"b": "c"}}, [{"a": 1}]]
)
def test_every_setting_takes_or_refuses_every_shape_of_value(root_of_show: MakeShow, shape: object) -> None:
    settings = [name.split(".") for name, *_ in documented(StudioYaml)]
    for depth in range(1, max(map(len, settings)) + 1):
        top: dict[str, Any] = {}
        for path in settings:
            at = top
            for part in path[: depth - 1]:
                at = at.setdefault("x" if part == "*" else part, {})
            for part in path[depth - 1 : depth]:
                at["x" if part == "*" else part] = shape
        with suppress(ConfigurationError):
            load_show(root_of_show(config=json.dumps(top)))


@pytest.mark.parametrize("shape", VALUES)
def test_what_cannot_be_read_is_named_with_line_and_column(root_of_show: MakeShow, shape: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _in_the_show(root_of_show, _filled(PLACES["title"][1], VALUES[shape]))
    assert caught.value.code == "invalid-yaml"
    name, line, column = str(caught.value.where).split(":")
    assert (name, int(line) >= 1, int(column) >= 1) == ("studio.yaml", True, True)


@pytest.mark.parametrize("key", ["title", "number", "published", "speakers", "links", "targets", "lexicon", "x"])
@pytest.mark.parametrize("shape", ALL)
def test_front_matter_never_fails(key: str, shape: str) -> None:
    text = f"---\nid: ep01\n{key}: {ALL[shape]}\n---\nHello.\n"
    script = parse_script(Source("scripts/one.md", text))
    for problem in script.diagnostics:
        assert 1 <= problem.location.line <= text.count("\n")
        assert problem.message
    if shape in VALUES and not ALL[shape].startswith("x\n---"):
        assert "S001" in {problem.code for problem in script.diagnostics}
    head_of(text)
    str(script.episode).encode()


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#%@,.\n \t\\0189~<", max_size=60))
@example("? ")
@example("- - - ? - :")
@example("&a *a : *a")
@example("%YAML 9.9\n---\na: b")
@example("a: !<tag:yaml.org,2002:str> b")
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    try:
        tree = read_tree(text)
    except YamlFaultError as fault:
        assert 0 <= fault.start <= len(text)
        assert fault.end > fault.start
        assert fault.problem
    else:
        assert tree is None or tree.height <= MOST_DEPTH


@given(st.text(alphabet="ab:-[]{}&*!?'\"#,.\n \\019~\r\u2028\x85é𝕏", max_size=60))
@example("\u2028a: b\nid: !x y")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_front_matter_is_read_the_same_by_parser_and_catalogue(text: str) -> None:
    script = f"---\nnumber: 7\n{text}\n---\nHello.\n"
    parsed = parse_script(Source("scripts/one.md", script))
    head = head_of(script)
    assert parsed.episode.number == head.number
    assert parsed.episode.id == (head.id or "one")
    for problem in parsed.diagnostics:
        assert 0 <= problem.span.start <= problem.span.end <= len(script)


def test_a_long_pronunciation_is_refused_before_an_engine_breaks_on_it(root_of_show: MakeShow) -> None:
    long = "ə" * 101
    with pytest.raises(ConfigurationError, match="IPA of 101 characters is too long") as caught:
        _in_a_lexicon(root_of_show, f"a: b\ncache: {{respell: cash, ipa: {long}}}\n")
    assert str(caught.value.where).endswith("lexicon.yaml:2:29")
    script = parse_script(Source("one.md", f"---\nlexicon:\n  cache: /{long}/\n---\nHello.\n"))
    (problem,) = script.diagnostics
    assert (problem.code, problem.location.line, problem.location.column) == ("S003", 3, 10)
    _in_a_lexicon(root_of_show, f"cache: {{ipa: {long[1:]}}}\n")


def test_a_plain_mapping_of_lint_settings_is_read_without_places(root_of_show: MakeShow) -> None:
    show: Show = load_show(root_of_show())
    with pytest.raises(StudioError) as caught:
        lint_config(replace(show, lint={"sentence-length": {"warn_words": float("nan")}}).lint)
    assert caught.value.where == "studio.yaml (lint)"


def _filled(template: str, value: str) -> str:
    return template.replace("{{", "\0").replace("}}", "\1").replace("{}", value).replace("\0", "{").replace("\1", "}")
