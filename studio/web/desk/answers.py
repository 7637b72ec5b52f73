"""What every handler does with what it is asked and with what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from json import JSONDecodeError
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from studio.kit.errors import ConfigurationError, StudioError
from studio.live.saving import ConflictError
from studio.lsp.work import log
from studio.web.desk.guard import TooLargeError
from studio.web.desk.site import Site

Handler = Callable[[Request], Awaitable[Response]]
_NOT_THERE = (
    "unknown-episode",
    "missing-script",
    "no-such-segment",
    "unknown-job",
    "unknown-flag",
    "unknown-draft",
    "take-lost",
)


class BadRequestError(ConfigurationError):
    """A request that cannot be understood; ``message`` says what it should be."""

    def __init__(self, message: str) -> None:
        super().__init__("bad-request", message)


def answering(site: Site, handle: Callable[[Site, Request], Awaitable[Any]]) -> Handler:
    """A handler of the web framework from one that gives a value or a response, and raises what is wrong."""

    async def answer(request: Request) -> Response:
        try:
            found = await handle(site, request)
        except TooLargeError:
            return failure(413, "a request may hold 4 MiB at most")
        except ClientDisconnect:
            return failure(408, "the request did not come to its end")
        except ConflictError as error:
            theirs = error.theirs
            value = {"text": theirs.text, "revision": theirs.revision} if theirs else None
            return JSONResponse({"error": told(error), "theirs": value}, 409)
        except StudioError as error:
            return failure(_status(error), told(error))
        except Exception as error:
            log.exception("%s %s failed", request.method, request.url.path)
            return failure(500, f"this is a fault of studio: {type(error).__name__}: {error}")
        return found if isinstance(found, Response) else JSONResponse(found)

    return answer


def failure(status: int, message: str) -> JSONResponse:
    """What went wrong, for the page to show."""
    return JSONResponse({"error": message}, status)


def told(error: StudioError) -> str:
    """What went wrong and what to do."""
    return f"{error}. {error.hint}" if error.hint else str(error)


async def body(request: Request, **kinds: type | tuple[type, ...]) -> dict[str, Any]:
    """The JSON object that a request holds, with what it has to hold.

    Args:
        request: the request.
        kinds: name → type of what has to be there; one that may be None need not be there.

    Raises:
        BadRequestError: it is none, or something in it is missing or of another kind.
    """
    if "json" not in request.headers.get("content-type", "application/json"):
        raise BadRequestError("send JSON, as application/json")
    try:
        found = json.loads(await request.body())
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise BadRequestError("this is not JSON") from None
    if not isinstance(found, dict):
        raise BadRequestError("send a JSON object")
    for name, kind in kinds.items():
        value = found.setdefault(name, None)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadRequestError(f"`{name}` is missing, or is not what it has to be; see /api/openapi.json")
    return found


def text_of(value: str) -> str:
    """A text out of JSON that can be written to a file.

    Raises:
        BadRequestError: it holds half a character.
    """
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise BadRequestError("the text holds a character that no file can") from None
    return value


def number_of(request: Request, name: str) -> int:
    """A whole number in the path of a request.

    Raises:
        BadRequestError: it is none.
    """
    found = request.path_params[name]
    if not (isinstance(found, str) and found.isascii() and found.isdecimal() and len(found) <= 9):
        raise BadRequestError(f"`{name}` has to be a whole number")
    return int(found)


def _status(error: StudioError) -> int:
    if error.code in _NOT_THERE:
        return 404
    if error.code in ("locked", "busy"):
        return 409
    return 400 if isinstance(error, ConfigurationError) else 422
