"""Addresses and identifiers: IP and port, URLs, mail, status codes, hashes, UUIDs, hexadecimal, phone numbers."""

# A reader is a row of guards
# ruff: noqa: PLR0911

from __future__ import annotations

import re

from studio.speech import numbers
from studio.speech.passage import Passage, Reading
from studio.speech.readers.names import say_name

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4 = re.compile(rf"({_OCTET}(?:\.{_OCTET}){{3}})(?:/(\d{{1,2}}))?(?::(\d{{1,5}}))?(?![\d]|\.\d)")
_IPV6 = re.compile(r"(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?:/(\d{1,3}))?(?![\w:])")
_PORT = re.compile(r"(\d{2,5})(?![\w.%]{0,8}\d|[\w%])")
_COLON_PORT = re.compile(r":(\d{2,5})(?![\w:]|\.\d)")
_STATUS = re.compile(r"([1-5]\d\d)(s?)(?![\w%]|[.,:/-]\d)")
_STATUS_PAIR = re.compile(r"(\d{3})/(\d{3})(?![\w%/]|[.,:-]\d)")
_STATUS_CLASS = re.compile(r"([1-5])(xx|XX)(s?)(?!\w)")
_STATUSES = frozenset(
    "301 302 304 307 308 400 401 403 404 405 408 409 410 412 413 418 422 429 500 501 502 503 504".split()
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w)")
_HEX = re.compile(r"0[xX][0-9a-fA-F]{1,64}(?!\w)")
_HEX_RANGE = re.compile(r"0[xX]([0-9a-fA-F]{1,64})[-–]0[xX]([0-9a-fA-F]{1,64})(?!\w)")
_CODE_POINT = re.compile(r"U\+([0-9A-F]{4,6})(?!\w)")
_BINARY = re.compile(r"0[bBoO][0-7]{1,64}(?!\w)")
_HASH = re.compile(r"(?=[a-f]{0,39}\d)(?=\d{0,39}[a-f])[0-9a-f]{6,64}(?:\.\.\.|…)?(?!\w)")
_NUMBERED = re.compile(r"#(\d{1,9})(?![\w.]{0,8}\d)")
_TICKET = re.compile(
    r"(CVE|CWE|RFC|ISO|IEC|IEEE|PEP|JIRA|JEP|KIP|BIP|EIP|GHSA|ISBN|KB|CIP)[- ](\d{1,10})"
    r"(?:-(\d{1,10}))?(?::((?:19|20)\d\d))?(?![\w]|\.\d|:\d)"
)
_URL = re.compile(
    r"(?:(https?|ftp|wss?|ssh|git|file|s3|gs|jdbc|amqp|redis|postgres|grpc|tcp|udp)://)([!#-&(-;=?-_a-z~]{1,400})"
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_TLD = r"com|org|net|io|dev|edu|gov|ai|app|co|info|example|local|internal|cloud|me|tv|fm|sh|uk|de|eu|us"
_DOMAIN = re.compile(
    rf"(?:[A-Za-z0-9][\w-]{{0,62}}\.){{1,6}}(?:{_TLD})(?::\d{{2,5}})?(?![\w-])(?:/[\w./?=&%#~+-]{{0,300}})?"
)
_HOST_PORT = re.compile(r"(localhost|[a-z][\w-]{0,40}):(\d{2,5})(?![\w:]|\.\d)((?:/[\w./-]{0,200})?)")
_MARKS = {
    ".": "dot",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    ":": "colon",
    "@": "at",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "%": "percent",
    "#": "hash",
    "~": "tilde",
    "+": "plus",
    ",": "comma",
    "*": "star",
    "$": "dollar",
    "!": "exclamation mark",
    ";": "semicolon",
    "(": "open paren",
    ")": "close paren",
    "\\": "backslash",
    "[": "open bracket",
    "]": "close bracket",
}
_PARTS = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)


def spell(characters: str) -> str:
    """Character by character: ``3f2a`` three f two a."""
    said = (numbers.ONES[int(c)] if "0" <= c <= "9" else _MARKS.get(c, c) for c in characters)
    return " ".join(said)


def say_address(passage: Passage, address: str) -> str:
    """A host, path or mail address: words and numbers with the marks between them named."""
    said: list[str] = []
    for part in _PARTS.findall(address):
        if part.isdigit() and part.isascii():
            said.append(numbers.grouped(part))
        elif part.isalpha():
            said.append(say_name(passage, part))
        else:
            said.append(_MARKS.get(part) or passage.tables.symbols.get(part, ("", ""))[0])
    return " ".join(word for word in said if word)


def read_ip(passage: Passage, start: int) -> Reading | None:
    """``192.168.1.1:8080``, ``10.0.0.0/8``."""
    found = _IPV4.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) == ".":
        return None
    spoken = " dot ".join(_say_octet(octet) for octet in found[1].split("."))
    if found[2]:
        spoken += f" slash {numbers.cardinal(found[2])}"
    if found[3]:
        spoken += f" colon {say_port(found[3])}"
    return Reading(found.end(), spoken, "ip")


def _say_octet(octet: str) -> str:
    return numbers.grouped(octet)


def say_port(port: str) -> str:
    """Ports in pairs: 8080 eighty eighty, 443 four forty-three; five digits one by one."""
    return numbers.grouped(port)


def read_ipv6(passage: Passage, start: int) -> Reading | None:
    """``2001:db8::1``, ``::1/128``, and MAC addresses."""
    found = _IPV6.match(passage.text, start)
    if not found or passage.is_joined(start) or passage.char(start - 1) == ":":
        return None
    address, _, prefix = found[0].partition("/")
    groups = address.split(":")
    hexes = [g for g in groups if g]
    sure = "::" in address or len(groups) >= 6
    if not sure or not hexes or (address.isdigit() or not any(g for g in hexes)):
        return None
    if "::" in address and not (any(c.isalpha() for c in address) or address.startswith("::") or len(hexes) > 1):
        return None
    spoken = spell(address) + (f" slash {numbers.cardinal(prefix)}" if prefix else "")
    return Reading(found.end(), spoken, "ip")


def read_port(passage: Passage, start: int) -> Reading | None:
    """``port 8080``; ``ports 80 and 443``."""
    found = _PORT.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    before = passage.previous_word(start).lower()
    listed = before in ("and", "or", "to") and _PORT_LIST.search(passage.text[max(0, start - 40) : start])
    if passage.tables.is_a("port", before) or listed or _PORT_COMMA.search(passage.text[max(0, start - 40) : start]):
        return Reading(found.end(), say_port(found[1]), "port")
    return None


_PORT_LIST = re.compile(r"ports? \d{2,5}(?:, \d{2,5})*,? (?:and|or|to) \Z")
_PORT_COMMA = re.compile(r"ports? \d{2,5}(?:, \d{2,5})*, \Z")


def read_colon_port(passage: Passage, start: int) -> Reading | None:
    """``:8080`` on its own or behind a host."""
    found = _COLON_PORT.match(passage.text, start)
    if not found or passage.char(start - 1).isdigit():
        return None
    return Reading(found.end(), f"colon {say_port(found[1])}", "port")


def read_status(passage: Passage, start: int) -> Reading | None:
    """``HTTP 503``, ``returns 404``, ``a 401 Unauthorized``, ``5xx errors``."""
    if passage.is_joined(start):
        return None
    if found := _STATUS_CLASS.match(passage.text, start):
        return Reading(found.end(), f"{numbers.ONES[int(found[1])]} x x{found[3] and 's'}", "status")
    if (
        (found := _STATUS_PAIR.match(passage.text, start))
        and {found[1], found[2]} <= _STATUSES
        and not found[0].endswith("00")
    ):
        return Reading(found.end(), f"{numbers.grouped(found[1])} or {numbers.grouped(found[2])}", "status")
    found = _STATUS.match(passage.text, start)
    if not found:
        return None
    before, second = passage.previous_words(start)
    after = passage.next_word(found.end()).lower()
    tables = passage.tables
    told = tables.is_a("status", before) or tables.is_a("statusnoun", after)
    told = told or (
        tables.is_a("status", second) and before in ("a", "an", "with", "the", "of", "code", "is", "was", "or")
    )
    bare = (found[2] and found[1] in _STATUSES and found[1][2] != "0") or (
        before in ("a", "an")
        and (
            not after or tables.is_a("function", after) or after[-1] == "s" or (after == "page" and found[1][2] != "0")
        )
        and found[1] in _STATUSES
    )
    return Reading(found.end(), numbers.grouped(found[1]) + found[2], "status") if told or bare else None


def read_hex(passage: Passage, start: int) -> Reading | None:
    """UUIDs, ``0xFF``, git hashes: one character at a time."""
    text = passage.text
    if passage.is_joined(start) or passage.char(start - 1) == "_":
        return None
    if found := _UUID.match(text, start):
        return Reading(found.end(), spell(found[0]), "id")
    if found := _HEX_RANGE.match(text, start):
        first, last = (f"zero x {spell(digits)}" for digits in found.groups())
        return Reading(found.end(), f"{first} to {last}", "range")
    if found := _HEX.match(text, start) or _BINARY.match(text, start):
        return Reading(found.end(), f"zero {found[0][1].lower()} {spell(found[0][2:])}", "id")
    if found := _CODE_POINT.match(text, start):
        return Reading(found.end(), f"U plus {spell(found[1])}", "id")
    found = _HASH.match(text, start)
    told = passage.tables.is_a("idword", passage.previous_word(start).lower())
    if found and told:
        return Reading(start + len(found[0].rstrip(".…")), spell(found[0].rstrip(".…")), "hash")
    if found and not re.fullmatch(r"\d+e\d+", found[0]) and not re.fullmatch(r"[a-f]{2,}\d{1,4}|\d+[a-f]", found[0]):
        return Reading(found.end(), spell(found[0].rstrip(".…")) + found[0][len(found[0].rstrip(".…")) :], "hash")
    return None


def read_ticket(passage: Passage, start: int) -> Reading | None:
    """``CVE-2021-44228``, ``RFC 2616``, ``ISO 27001``."""
    found = _TICKET.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    name = say_name(passage, found[1])
    first = numbers.year(found[2]) if found[3] and len(found[2]) == 4 else numbers.grouped(found[2])
    part = f" {numbers.spell_digits(found[3])}" if found[3] else ""
    edition = f", {numbers.year(found[4])}" if found[4] else ""
    return Reading(found.end(), f"{name} {first}{part}{edition}", "id")


def read_numbered(passage: Passage, start: int) -> Reading | None:
    """``#4521`` number forty-five twenty-one."""
    found = _NUMBERED.match(passage.text, start)
    if not found or passage.is_joined(start):
        return None
    digits = found[1]
    said = numbers.cardinal(digits) if len(digits) < 4 and digits[0] != "0" else numbers.grouped(digits)
    return Reading(found.end(), f"number {said}", "id")


def read_address(passage: Passage, start: int) -> Reading | None:
    """URLs, mail addresses, domain names, ``localhost:8080/api``."""
    text = passage.text
    if passage.is_joined(start):
        return None
    if found := _URL.match(text, start):
        address = found[2].rstrip(".,;:!?)]…'\"")
        scheme = say_name(passage, found[1].upper() if len(found[1]) < 6 else found[1])
        end = found.start(2) + len(address)
        return Reading(end, f"{scheme} {say_address(passage, address.rstrip('/'))}".rstrip(), "url")
    if found := _MAIL.match(text, start):
        return Reading(found.end(), say_address(passage, found[0]), "address")
    if found := _DOMAIN.match(text, start):
        address = found[0].rstrip(".?/")
        return Reading(start + len(address), say_address(passage, address), "address")
    if found := _HOST_PORT.match(text, start):
        if found[1] != "localhost" and not found[3] and len(found[2]) < 4:
            return None
        tail = say_address(passage, found[3].rstrip("./"))
        end = found.end() - (len(found[3]) - len(found[3].rstrip(".")))
        return Reading(end, f"{say_address(passage, found[1])} colon {say_port(found[2])} {tail}".rstrip(), "address")
    return None
