r"""LaTeX's mathematics → the parts of a formula: ``\frac{a}{2}`` is a fraction of two rows."""

# A parser is a row of cases
# ruff: noqa: PLR0911

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from studio.speech.formulas.nodes import Accent, Atom, AtomKind, Fence, Fraction, Node, Root, Row, Scripts, is_operator

_DEEPEST = 12
_MOST_LINES = 3
_REACH = 60  # tokens
_TOKEN = re.compile(
    r"(?P<blank>(?:\s|~|%[^\n]*)+|\\[,;:!> ]|\\\n)|(?P<command>\\(?:[A-Za-z]+\*?|.))"
    r"|(?P<number>\d{1,3}(?:(?:\{,\}|\\,|,)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)|(?P<letters>[A-Za-z]+)"
    r"|(?P<operator><=|>=|!=|:=|==|->|=>)|(?P<other>.)",
    re.DOTALL,
)
_ASCII = {
    "-": "−", "*": "·", "<=": "≤", ">=": "≥", "!=": "≠", ":=": "≔", "==": "=", "->": "→", "=>": "⇒",
}  # fmt: skip
_CLOSING = {"(": ")]", "[": "])", "{": "}", "⌊": "⌋", "⌈": "⌉", "⟨": "⟩", "|": "|", "‖": "‖"}
_CLOSERS = frozenset(")]}⌋⌉⟩")
_ESCAPED = {"\\{": "{", "\\}": "}", "\\|": "‖"}
_WORDS_OF_TWO = frozenset("if or is in of to at by as on".split())
_WORD = re.compile(r"[A-Z]{3,}s?|[^aeiou]?[aeiou][^aeiouyxz]|avg|and|all|any|[A-Za-z]*[aeiou][A-Za-z]*", re.IGNORECASE)
_SETS = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "P": "ℙ"}
_ONE_LINE = frozenset(
    ("equation", "align", "aligned", "split", "gather", "gathered", "multline", "displaymath", "math")
)


@cache
def commands() -> dict[str, tuple[str, str]]:
    """Command → kind of thing, and what it means."""
    rows = (Path(__file__).parent.parent / "data" / "latex.tsv").read_text(encoding="utf-8").splitlines()
    found = {}
    for kind, listed in (row.split("\t") for row in rows if not row.startswith("#")):
        words = iter(listed.split())
        found.update({command: (kind, meaning) for command, meaning in zip(words, words, strict=True)})
    return found


def is_function(word: str) -> bool:
    """Whether a word is a function or an operator by name: ``log``, ``mod``."""
    kind, meaning = commands().get(word, ("", ""))
    return kind == "function" or meaning == "mod"


def parse_latex(source: str) -> tuple[Row, list[str]]:
    """The formula, and what in it could not be understood; never raises, and takes time linear in the length."""
    parser = _Parser(source)
    items: list[Node] = []
    while parser.at < len(parser.tokens):
        items += parser.row("").items
        if parser.at < len(parser.tokens):
            parser.complain("brackets that do not match")
            parser.at += 1
    return Row(tuple(items)), parser.troubles


class _Parser:
    def __init__(self, source: str) -> None:
        self.tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(source)]
        self.at = 0
        self.troubles: list[str] = []
        self._depth = 0
        self._bars: list[str] = []

    def complain(self, trouble: str) -> None:
        if trouble not in self.troubles:
            self.troubles.append(trouble)

    # ---------------------------------------------------------------------------------------- rows

    def row(self, closers: str) -> Row:
        """Parts up to a closing bracket, or one of the bars ``closers``, which is left where it stands."""
        items: list[Node] = []
        while not self._is_closing(closers):
            items += self._scripted(items)
        return Row(tuple(items))

    def _is_closing(self, closers: str) -> bool:
        if self.at >= len(self.tokens):
            return True
        kind, text = self._peek()
        symbol = self._delimiter(kind, text)
        if symbol in ("|", "‖"):
            return bool(closers) and symbol in closers
        return text in ("}", "\\right", "&", "\\\\", "\\end") or symbol in _CLOSERS

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def _take(self) -> tuple[str, str]:
        token = self._peek()
        self.at += 1
        return token

    def _skip_blanks(self) -> None:
        while self._peek()[0] == "blank":
            self.at += 1

    def _delimiter(self, kind: str, text: str) -> str:
        """The bracket or bar that a token is, or the empty string."""
        if kind == "command":
            known = commands().get(text[1:], ("", ""))
            return known[1] if known[0] in ("left", "right") else _ESCAPED.get(text, "")
        return text if text in "()[]|" else ""

    # ---------------------------------------------------------------------------------------- indices and exponents

    def _scripted(self, before: list[Node]) -> list[Node]:
        """The next part with all its indices and exponents; letters side by side are several parts."""
        parts = [] if self._peek()[1] in ("^", "_") else self._nucleus(before)
        below: Row | None = None
        above: list[Node] = []
        while True:
            here = self.at
            self._skip_blanks()
            text = self._peek()[1]
            if text in ("\\limits", "\\nolimits"):
                self.at += 1
            elif text in ("_", "^"):
                self.at += 1
                script = self.argument()
                if text == "_":
                    below = script
                else:
                    above += script.items
            elif text == "'":
                self.at += 1
                above.append(Atom(AtomKind.MARK, "′"))
            else:
                self.at = here
                break
        if below is None and not above:
            return parts
        base = parts.pop() if parts else before.pop() if before else Row()
        return [*parts, Scripts(base, below, Row(tuple(above)) if above else None)]

    def argument(self, *, single_digit: bool = False) -> Row:
        """What stands in the braces that follow, or the one token that does."""
        self._skip_blanks()
        kind, text = self._peek()
        if text == "{":
            inside = self._braced()
            if not inside.items:
                self.complain("something that is missing")
            return inside
        if kind == "number" and single_digit and len(text) > 1:
            self.tokens[self.at] = ("number", text[1:])
            return Row((Atom(AtomKind.NUMBER, text[0]),))
        if kind == "letters" and len(text) > 1:
            self.tokens[self.at] = ("letters", text[1:])
            return Row((Atom(AtomKind.LETTER, text[0]),))
        part = [] if self._is_closing("") else self._nucleus([])
        if not part:
            self.complain("something that is missing")
        return Row(tuple(part))

    def _braced(self) -> Row:
        self.at += 1
        inside = self.row("}")
        if self._peek()[1] != "}":
            self.complain("a brace that is never closed")
        self.at += 1
        return inside

    # ---------------------------------------------------------------------------------------- parts

    def _nucleus(self, before: list[Node]) -> list[Node]:
        self._depth += 1
        if self._depth > _DEEPEST:
            self.complain("parts within parts within parts")
            self.at = len(self.tokens)
        found = self._part(before)
        self._depth -= 1
        return found

    def _part(self, before: list[Node]) -> list[Node]:
        kind, text = self._take()
        symbol = self._delimiter(kind, text)
        if symbol in ("|", "‖") and not self._opens(symbol, before):
            return [Atom(AtomKind.OPERATOR, "∣" if symbol == "|" else "∥")]
        if symbol in _CLOSING:
            return [self._fence(symbol, _CLOSING[symbol])]
        if kind == "command":
            return self._command(text)
        if kind == "number":
            return [Atom(AtomKind.NUMBER, re.sub(r"\{,\}|\\,", ",", text))]
        if kind == "letters":
            return _letters(text)
        if text == "{":
            self.at -= 1
            return [self._braced()]
        if kind == "blank" and text.count("\n") > 1:
            return [Atom(AtomKind.MARK, ",")]
        if kind == "blank" or text in ("^", "_", ""):
            return []
        if text in ",;.:":
            return [Atom(AtomKind.MARK, text)]
        if text.isalpha():
            return [Atom(AtomKind.LETTER, text)]
        return [Atom(AtomKind.OPERATOR, _ASCII.get(text, text))]

    def _opens(self, bar: str, before: list[Node]) -> bool:
        """Whether a bar begins what another one ends, rather than stand between two things."""
        last = before[-1] if before else None
        is_after_bars = isinstance(last, Fence) and last.left == bar
        fresh = last is None or is_after_bars or is_operator(last)
        others = self._bars_ahead(bar)
        return bar not in self._bars and others > 0 and (fresh or others % 2 == 1)

    def _bars_ahead(self, bar: str) -> int:
        """How many more of these bars stand between the same brackets, within reach."""
        count = depth = 0
        for kind, text in self.tokens[self.at : self.at + _REACH]:
            symbol = self._delimiter(kind, text) or (text if text in "{}" else "")
            depth += (symbol in _CLOSING and symbol not in "|‖") - (symbol in _CLOSERS)
            if depth < 0:
                break
            count += depth == 0 and symbol == bar
        return count

    def _fence(self, left: str, closing: str) -> Fence:
        is_bar = left in ("|", "‖")
        if is_bar:
            self._bars.append(left)
        inside = self.row(closing if is_bar else "")
        if is_bar:
            self._bars.pop()
        right = self._delimiter(*self._peek())
        if right and right in closing:
            self.at += 1
        else:
            self.complain("brackets that do not match")
        return Fence(left, inside, right)

    def _command(self, text: str) -> list[Node]:
        name = text[1:].rstrip("*")
        kind, means = commands().get(name, ("", ""))
        match kind:
            case "left" | "right" | "silent":
                return self._bracket_command(name)
            case "accent":
                return [Accent(means, self.argument())]
            case "style":
                return [self._styled(means)]
            case "text":
                return [Atom(AtomKind.PROSE, self._plain_argument())]
            case "":
                return self._other_command(name)
            case _:
                return [Atom(AtomKind(kind), means)]

    def _bracket_command(self, name: str) -> list[Node]:
        if name != "left":
            return []
        self._skip_blanks()
        left = self._delimiter(*self._take())
        inside = self.row(_CLOSING.get(left, ""))
        if self._peek()[1] != "\\right":
            self.complain("brackets that do not match")
            return [Fence(left, inside, "")]
        self.at += 1
        self._skip_blanks()
        return [Fence(left, inside, self._delimiter(*self._take()))]

    def _other_command(self, name: str) -> list[Node]:
        match name:
            case "frac" | "dfrac" | "tfrac" | "cfrac":
                return [Fraction(self.argument(single_digit=True), self.argument(single_digit=True))]
            case "binom" | "dbinom" | "tbinom":
                return [Fraction(self.argument(single_digit=True), self.argument(single_digit=True), is_choice=True)]
            case "sqrt":
                return [self._root()]
            case "pmod":
                return [Atom(AtomKind.OPERATOR, "mod"), *self.argument().items]
            case "not":
                return self._negated()
            case "begin":
                return self._environment()
            case "label" | "tag" | "hspace" | "vspace" | "phantom":
                self._plain_argument()
                return []
            case "%" | "#" | "&" | "_" | "$":
                return [Atom(AtomKind.OPERATOR, name)]
        self.complain(f"\\{name}")
        return [Atom(AtomKind.NAME, name)] if name.isalpha() else []

    def _root(self) -> Root:
        self._skip_blanks()
        degree = None
        if self._peek()[1] == "[":
            self.at += 1
            degree = self.row("]")
            self.at += 1
        return Root(self.argument(single_digit=True), degree)

    def _negated(self) -> list[Node]:
        negated = {"=": "≠", "∈": "∉", "⊂": "⊄", "∣": "∤"}
        part = self._nucleus([])
        text = part[0].text if part and isinstance(part[0], Atom) else ""
        if text not in negated:
            self.complain("\\not")
        return [Atom(AtomKind.OPERATOR, negated[text])] if text in negated else part

    def _styled(self, style: str) -> Node:
        inside = self.argument()
        text = "".join(item.text for item in inside.items if isinstance(item, Atom))
        if style == "mathbb" and text in _SETS:
            return Atom(AtomKind.LETTER, _SETS[text])
        if style in ("mathrm", "text") and "/" in text and len(text) < 10:
            return Atom(AtomKind.PROSE, text)
        words = all(isinstance(item, Atom) and item.text.isalnum() for item in inside.items)
        if len(text) > 1 and words and style not in ("mathbf", "boldsymbol", "bm", "mathbb", "mathit"):
            kind = AtomKind.FUNCTION if commands().get(text, ("",))[0] == "function" else AtomKind.NAME
            return Atom(kind, text)
        return inside.items[0] if len(inside.items) == 1 else inside

    def _plain_argument(self) -> str:
        """The characters between the braces that follow, as they are."""
        self._skip_blanks()
        if self._peek()[1] != "{":
            return self._take()[1]
        self.at += 1
        parts, open_braces = [], 1
        while self.at < len(self.tokens):
            _, text = self._take()
            open_braces += (text == "{") - (text == "}")
            if not open_braces:
                break
            parts.append(text[1:] if text.startswith("\\") and not text[1:].isalnum() else text)
        return "".join(parts)

    def _environment(self) -> list[Node]:
        name = self._plain_argument()
        is_plain = name.rstrip("*") in _ONE_LINE
        items: list[Node] = []
        lines = 1
        while self.at < len(self.tokens) and self._peek()[1] != "\\end":
            items += self.row("").items
            text = self._peek()[1]
            lines += text == "\\\\"
            if text == "\\\\" or (text == "&" and not is_plain):
                items.append(Atom(AtomKind.MARK, ","))
            if text in ("", "\\end"):
                break
            self.at += 1
        self.at += 1
        self._plain_argument()
        if items and items[-1] == Atom(AtomKind.MARK, ","):
            items.pop()
            lines -= 1
        if not is_plain:
            self.complain(f"\\begin{{{name}}}")
        elif lines > _MOST_LINES:
            self.complain("several lines")
        return items


def _letters(text: str) -> list[Node]:
    """Letters that LaTeX would set as so many variables: a function's name, a word, or variables indeed."""
    if commands().get(text, ("",))[0] == "function":
        return [Atom(AtomKind.FUNCTION, text)]
    if text == "mod":
        return [Atom(AtomKind.OPERATOR, "mod")]
    if text in _WORDS_OF_TWO or (len(text) > 2 and _WORD.fullmatch(text)):
        is_word = text.islower() and (text in _WORDS_OF_TWO or text in ("and", "for", "all", "any"))
        return [Atom(AtomKind.PROSE if is_word else AtomKind.NAME, text)]
    return [Atom(AtomKind.LETTER, letter) for letter in text]
