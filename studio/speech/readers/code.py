"""What authors quote from code and shells: paths, file names, flags, identifiers."""

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage, Reading
from studio.speech.readers.names import say_name
from studio.speech.readers.network import say_address

_SEGMENT = r"[\w.@*{}$+~-]{1,80}"
_PATH = re.compile(
    rf"(?:~|\.{{1,2}})?/(?:{_SEGMENT}/){{0,20}}{_SEGMENT}/?|(?:{_SEGMENT}/){{1,20}}[\w-]{{1,60}}\.[a-z]{{1,5}}(?!\w)",
    re.ASCII,
)
_EXTENSION = (
    r"py|js|ts|jsx|tsx|go|rs|java|kt|rb|c|h|cc|cpp|hpp|cs|sh|md|txt|json|yaml|yml|toml|xml|html|css|sql|csv|tsv|log|conf"
    r"|cfg|ini|proto|lock|jar|war|zip|tar|gz|tgz|so|dll|exe|png|jpg|jpeg|gif|svg|pdf|mp3|mp4|wav|tf|ex|exs|erl|hs|scala"
    r"|swift|php|pl|ipynb|parquet|avro|db|env|pem|key|crt|bin|iso|img|deb|rpm|whl|service|properties|gradle"
)
_FILE = re.compile(
    rf"(?:\*|[A-Za-z_][\w-]{{0,60}})(?:\.[\w-]{{1,40}}){{0,4}}\.(?:{_EXTENSION})(?!\w)(?!\.\w)", re.ASCII
)
_FLAG = re.compile(r"(--?)([A-Za-z][\w-]{0,40})(?:=([\w./:-]{1,60}))?(?!\w|\.\w)", re.ASCII)
_SNAKE = re.compile(
    r"(?!\d[\d_]{0,24}(?!\w))_{0,3}[A-Za-z0-9]{1,40}(?:_+[A-Za-z0-9]{1,40}){1,12}_{0,3}(?:\(\))?(?!\w)|_{1,3}[A-Za-z][A-Za-z0-9]{0,40}_{0,3}(?!\w)",
    re.ASCII,
)
_CALL = re.compile(r"((?:[A-Za-z]\w{1,40}(?:\.|::))*[A-Za-z]\w{1,40})\(\)", re.ASCII)
_DOTTED = re.compile(r"[A-Za-z_]\w{1,40}(?:(?:\.|::)[A-Za-z_]\w{1,40}){1,6}(?:\(\))?(?!\.?\w)", re.ASCII)
_REDIRECTION = re.compile(r"\d?>>?&\d(?!\w)|&>>?(?=\s)")
_QUESTIONED = re.compile(r"\?\.(?=[a-z_])|\?\?(?= )")
_OWN = re.compile(r"(self|this|cls)\.([A-Za-z_]\w{0,40})(?![\w.(])")
_HUMP = re.compile(r"[A-Z]{2,}s?(?![a-z])|[A-Z]?[a-z]+|[A-Z]|\d+")


def read_path(passage: Passage, start: int) -> Reading | None:
    """``/etc/hosts`` slash etc slash hosts, ``src/main.py``."""
    found = _PATH.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) in (")", "]", "<"):
        return None
    if found[0][0] == "/" and passage.is_wordy(start - 1):
        return None
    path = found[0].rstrip(".-")
    if not any(c.isalpha() for c in path) or (path.count("/") < 2 and path.startswith("/") and len(path) < 3):
        return None
    return Reading(start + len(path), _tidy(say_address(passage, path.rstrip("/") or "/")), "path")


def read_file(passage: Passage, start: int) -> Reading | None:
    """``config.yaml`` config dot YAML, ``*.py``."""
    found = _FILE.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    return Reading(found.end(), _tidy(say_address(passage, found[0])), "path")


def read_flag(passage: Passage, start: int) -> Reading | None:
    """``--dry-run`` dash dash dry run, ``-v`` dash v."""
    found = _FLAG.match(passage.text, start)
    before = passage.before(start)
    if not found or (before and not before.isspace() and before not in "(`\"'[“‘"):
        return None
    if found[1] == "-" and len(found[2]) > 12:
        return None
    name = " ".join(say_name(passage, part) for part in re.findall(r"[A-Za-z]+|\d+", found[2]) if part)
    name = _digits(passage, name)
    value = f" equals {say_address(passage, found[3])}" if found[3] else ""
    return Reading(found.end(), f"{'dash ' * len(found[1])}{name}{value}", "command")


def read_redirection(passage: Passage, start: int) -> Reading | None:
    """``2>&1`` of a shell, sign by sign: two greater than ampersand one."""
    found = _REDIRECTION.match(passage.text, start)
    if not found or passage.is_wordy(start - 1):
        return None
    said = {">": "greater than", "&": "ampersand"}
    return Reading(found.end(), " ".join(said.get(char) or numbers.cardinal(char) for char in found[0]), "command")


def read_questioned(passage: Passage, start: int) -> Reading | None:
    """What languages do where there may be nothing: ``user?.name``, ``name ?? other``."""
    found = _QUESTIONED.match(passage.text, start)
    if not found or (found[0] == "?.") != passage.is_wordy(start - 1):
        return None
    return Reading(found.end(), " question dot " if found[0] == "?." else "question question", "operator")


def read_snake(passage: Passage, start: int) -> Reading | None:
    """``user_id``, ``MAX_RETRIES``, ``__init__``: the words, underscores silent."""
    found = _SNAKE.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    return Reading(found.end(), say_identifier(passage, found[0].removesuffix("()")), "identifier")


def read_member(passage: Passage, start: int) -> Reading | None:
    """``asyncio.gather()``, ``std::vector``, ``do_it()``: dots are said, colons and empty brackets are not."""
    if (own := _OWN.match(passage.text, start)) and not passage.is_joined(start):
        return Reading(own.end(), f"{own[1]} dot {say_identifier(passage, own[2])}", "identifier")
    found = _CALL.match(passage.text, start) or _DOTTED.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    name = found[0].removesuffix("()")
    plain = "::" not in name and not found[0].endswith("()")
    if plain and any(c.isupper() for c in name) and not any(c.isupper() for c in name[1:].replace(".", "")):
        return None
    if plain and "." in name and (name.split(".")[1][:1].isupper()):
        return None
    parts = re.split(r"(\.|::)", name)
    said = ("dot" if part == "." else "" if part == "::" else say_identifier(passage, part) for part in parts)
    return Reading(found.end(), " ".join(word for word in said if word), "identifier")


def say_identifier(passage: Passage, name: str) -> str:
    """The words of ``snake_case`` and ``camelCase`` names."""
    words = [say_name(passage, hump) if not hump.isdigit() else hump for hump in _HUMP.findall(name)]
    return _digits(passage, " ".join(words))


def _digits(passage: Passage, words: str) -> str:
    return re.sub(r"\d+", lambda m: say_address(passage, m[0]), words)


def _tidy(spoken: str) -> str:
    return re.sub(r" +", " ", spoken).strip()
