"""Hibari's own reader of words, with its dictionaries as text: parsed, they take 100 MB in each process."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

_WEIGHTS = b'"weights":{'


def load_g2p(*, british: bool) -> Any:
    """A ``hibari.g2p.G2P`` that answers as the package's own does."""
    from hibari import g2p

    from studio.engines.json_table import JsonTable

    accent = "gb" if british else "us"
    reader = g2p.G2P.__new__(g2p.G2P)
    gold, silver = (JsonTable(_asset(f"lexicon_{accent}_{kind}.json.gz")) for kind in ("gold", "silver"))
    reader.lexicon = g2p.Lexicon(gold, silver, british)
    reader.tokenizer = g2p.Tokenizer(json.loads(_asset("tokenizer_exceptions.json")))
    tagger, _, weights = _asset("tagger.json.gz").partition(_WEIGHTS)
    reader.tagger = g2p.Tagger({**json.loads(tagger.rstrip(b",") + b"}"), "weights": JsonTable(weights)})
    reader._oov, reader.unk, reader.british = None, "", british
    return reader


def _asset(name: str) -> bytes:
    import hibari

    content = (Path(hibari.__file__).parent / "assets" / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content
