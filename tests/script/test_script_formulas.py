"""What is mathematics in a script, what is money, and what becomes of a formula."""

from __future__ import annotations

import pytest

from studio.model.script import BlockKind, InlineKind
from studio.model.source import Source
from studio.script import parse_script
from studio.script.formulas import latex_of


def runs(text: str) -> list[tuple[str, str | None]]:
    """Text and words of the formulas in a paragraph."""
    script = parse_script(Source("case.md", text))
    return [
        (run.text, run.say)
        for section in script.sections
        for block in section.blocks
        for run in block.inlines
        if run.kind is InlineKind.FORMULA
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $6.",
        "Prices of $5, $10, and $15 (or US$7).",
        "From $5-$10 to $5–$10, $1,000/$2,000, $5k-$10k, $1.2M and $3M.",
        "It was $5. Now it is $6/month (was $7/month).",
        "A $5-a-month plan beats a $10-a-month plan.",
        "Buy $AAPL and $MSFT, or $GOOG.",
        "Set $HOME, $PATH and $HOME/$USER.",
        "Pay A$5 or C$6 (or NZ$7).",
        "Cheap ($), dear ($$), and dearer ($$$); from $$ to $$$.",
        r"Escaped \$x\$ and \$5.",
        "In code: `$x$` and `a $b$ c`.",
        r"Escaped brackets \(see below\), \[sic\] and \[1\].",
        "Five $ here, ten $ there.",
        "Write ${HOME}/${USER}, ${A}_${B}, $foo = $bar; and $x=1;$y=2.",
        "Fields $1,$2, $1/$2 and $1 == $2, or $('#a').on($b).",
        "$5 (five dollars) or $6 (six)",
    ],
)
def test_money_is_no_mathematics(text: str) -> None:
    assert [said for said in runs(text) if said[0] not in ("see below",)] == []


@pytest.mark.parametrize(
    ("text", "shown", "said"),
    [
        ("a weight $w$ of", "w", "w"),
        ("and $15$ units", "15", "fifteen"),
        ("in $0 < x < 1$.", "0 < x < 1", "zero less than x less than one"),
        (r"the \(x^2\) of", "x²", "x squared"),
        (r"so \[ x = y \] holds", "x = y", "x equals y"),
        ("GitHub's $`a+b`$ way", "a + b", "a plus b"),
        ("and $$a+b$$ too", "a + b", "a plus b"),
        ("($P(A|B)$)", "P(A∣B)", "P of A given B"),
        ("the $n$th one", "nth", "nth"),
        ("the $(n+1)$st one", "(n + 1)st", "n plus first"),
        ("by $k$-means it", "k-means", "k-means"),
        ("$2n$, at $5 each", "2n", "two n"),
        ("$throughput$ is", "throughput", "throughput"),
        ("wrapped $a_1 +\nb_1$ here", "a₁ + b₁", "a sub one plus b sub one"),
        ("10$\\mu m$ apart", "μm", "mu m"),
    ],
)
def test_a_formula_has_words_and_one_line_of_text(text: str, shown: str, said: str) -> None:
    assert runs(text) == [(shown, said)]


@pytest.mark.parametrize(
    "text",
    ["$$\nx = y\n$$", "\\[\nx = y\n\\]", "$$ x = y $$", "```math\nx = y\n```", "~~~latex\nx = y\n~~~",
     "\\begin{equation}\nx = y\n\\end{equation}", "\\begin{align*}\nx &= y\n\\end{align*}", "> $$\n> x = y\n> $$"],
)  # fmt: skip
def test_a_formula_on_lines_of_its_own_is_a_paragraph(text: str) -> None:
    script = parse_script(Source("case.md", f"HOST: So.\n\n{text}\n"))
    formula = script.sections[0].blocks[-1]
    assert (formula.kind, formula.speaker) == (BlockKind.PARAGRAPH, "HOST")
    assert [(run.text, run.say) for run in formula.inlines] == [("x = y", "x equals y")]
    assert script.source.slice(formula.inlines[0].span) == text


def test_what_is_too_much_for_the_ear_stays_as_it_was_written() -> None:
    assert runs(r'Of $\mystery{x}$ and [$\mystery{y}$]{say="something"}.') == [
        (r"$\mystery{x}$", None),
        (r"$\mystery{y}$", "something"),
    ]
    (block,) = parse_script(Source("case.md", "$$\n\\begin{cases}a\\\\b\\end{cases}\n$$\n")).sections[0].blocks
    assert block.kind is BlockKind.FORMULA


def test_a_title_holds_no_markup_of_mathematics() -> None:
    (section,) = parse_script(Source("case.md", "## The $O(n \\log n)$ bound\n\nText.\n")).sections
    assert (section.title, section.id) == ("The O(n log n) bound", "the-o-n-log-n-bound")


@pytest.mark.parametrize("written", ["$x$", "$$x$$", "$`x`$", r"\(x\)", r"\[ x \]", "```tex\nx\n```", "x"])
def test_the_marks_of_a_formula_are_no_part_of_it(written: str) -> None:
    assert latex_of(written) == "x"
