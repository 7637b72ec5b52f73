"""Short questions over HTTP, all at once: nobody who does not answer keeps others, or a publisher, waiting for long."""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from studio import __version__

PATIENCE_S = 15.0
"""How long all of them together may take."""

_MOST_BYTES = 64_000_000
_SHOWN_BYTES = 300


# Nobody is followed elsewhere: a token would go along, and a form would become a question without content.
_STRICT = (
    urllib.request.ProxyHandler,
    urllib.request.HTTPHandler,
    urllib.request.HTTPSHandler,
    urllib.request.UnknownHandler,
    urllib.request.HTTPErrorProcessor,
    urllib.request.HTTPDefaultErrorHandler,
)


def request(
    address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> urllib.request.Request:
    """A question; with a form it is a POST.

    Args:
        address: of the web.
        form: is sent as ``application/x-www-form-urlencoded``.
        headers: besides the name of this program.
    """
    data = None if form is None else urlencode(form).encode()
    return urllib.request.Request(address, data, {"User-Agent": f"studio/{__version__}", **(headers or {})})


def ask(asked: urllib.request.Request) -> str:
    """Whatever is wrong with the answer, as half a sentence; empty where it is of the 200s."""
    opener = urllib.request.OpenerDirector()
    for handler in _STRICT:
        opener.add_handler(handler())
    try:
        opener.open(asked, timeout=PATIENCE_S).close()
        return ""
    except urllib.error.HTTPError as error:
        return _refusal(error)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        return f"it cannot be reached: {_reason(error)}"


def read(asked: urllib.request.Request) -> tuple[bytes, str]:
    """The content of an answer, and whatever is wrong with it, as half a sentence."""
    try:
        with urllib.request.build_opener().open(asked, timeout=PATIENCE_S) as answer:
            return answer.read(_MOST_BYTES), ""
    except urllib.error.HTTPError as error:
        return b"", _refusal(error)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        return b"", f"it cannot be reached: {_reason(error)}"


def together(questions: Sequence[Callable[[], Any]], late: Any) -> list[Any]:
    """The answers, in the order of the questions.

    Args:
        questions: are asked side by side.
        late: stands for an answer that does not come in time; nobody waits for it when the program ends.
    """
    answers = [late] * len(questions)

    def put(at: int) -> None:
        answers[at] = questions[at]()

    threads = [threading.Thread(target=put, args=(at,), daemon=True) for at in range(len(questions))]
    for thread in threads:
        thread.start()
    end = monotonic() + PATIENCE_S
    for thread in threads:
        thread.join(max(0.0, end - monotonic()))
    return list(answers)


def _refusal(error: urllib.error.HTTPError) -> str:
    to = error.headers.get("Location", "")
    try:
        said = " ".join(error.read(_SHOWN_BYTES).decode("utf-8", "replace").split()) if not to else f"see {to}"
    except (OSError, http.client.HTTPException):
        said = ""
    return f"it answers {error.code} {error.reason}" + (f" ({said[:120]})" if said and "<" not in said else "")


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", None) or error or type(error).__name__)
