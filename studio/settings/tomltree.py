"""TOML text → the same tree of nodes as YAML; only the keys at its top know where they stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from studio.settings.yamltree import MOST_CHARACTERS, Items, Node, Pairs, YamlFaultError, tree_of

_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_KEY = re.compile(
    r"^[ \t]*(?:\[{1,2}[ \t]*)?(?P<quote>[\"']?)(?P<key>[\w-]+)(?P=quote)[ \t]*(?:\]{1,2}|[.=\]])", re.MULTILINE
)


def read_toml_tree(text: str, most_characters: int = MOST_CHARACTERS) -> Pairs:
    """The tree of a TOML text.

    Raises:
        YamlFaultError: the text cannot be read.
    """
    if len(text) > most_characters:
        raise YamlFaultError(f"it has {len(text):,} characters, too many to read", 0)
    try:
        tree = tree_of(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        problem, place = str(error), _PLACE.search(str(error))
        raise YamlFaultError(problem[: place.start()] if place else problem, _offset(text, place)) from None
    except (ValueError, RecursionError):  # a date that no calendar has, or lists in lists without end
        raise YamlFaultError("it is not understood", 0) from None
    assert isinstance(tree, Pairs)
    places = {found["key"]: found for found in reversed(list(_KEY.finditer(text)))}
    for key, value in tree.pairs:
        start, end = places[key.text].span("key") if key.text in places else (0, 1)
        for node in (key, *_within(value)):
            node.start, node.end = start, end
    return tree


def _within(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Pairs):
        for key, value in node.pairs:
            yield key
            yield from _within(value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _within(item)


def _offset(text: str, place: re.Match[str] | None) -> int:
    if place is None or place["line"] is None:
        return max(len(text) - 1, 0)
    before = text.split("\n")[: int(place["line"]) - 1]
    return sum(len(line) + 1 for line in before) + int(place["column"]) - 1
