"""Script → proof: the episode as it will be heard, to be read before it is made."""

from studio.proof.gather import Difference, Line, Part, Proof, Remark, Speaker, proof_of
from studio.proof.page import as_html
from studio.proof.report import as_json, as_markdown, as_text

__all__ = [
    "Difference",
    "Line",
    "Part",
    "Proof",
    "Remark",
    "Speaker",
    "as_html",
    "as_json",
    "as_markdown",
    "as_text",
    "proof_of",
]
