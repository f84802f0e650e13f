"""What every endpoint of the public API has around it: methods, origins, and one shape for every failure."""

import logging
import secrets
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from desk.gateway.errors import ApiError, error_response
from desk.gateway.incoming import json_body
from desk.gateway.policy import policy
from desk.gateway.safety import normalise

log = logging.getLogger(__name__)
type View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]


def endpoint(*methods: str) -> Callable[[View], View]:
    """Makes an asynchronous view an endpoint of the public API for these methods."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        async def guarded(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
            origin = request.headers.get("Origin", "")
            if origin and not _allowed(request, origin):
                return error_response(403, "origin", "This website is not allowed to use this chat.")
            response = await _answer(view, methods, request, kwargs)
            _share(response, origin, methods)
            return response

        return guarded

    return decorate


async def _answer(
    view: View, methods: tuple[str, ...], request: HttpRequest, kwargs: dict[str, object]
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in methods:
        response: HttpResponseBase = error_response(405, "method", "This address does not take that request.")
        response["Allow"] = ", ".join(methods)
        return response
    try:
        return await view(request, **kwargs)
    except ApiError as error:
        return error.response()
    except RequestDataTooBig:
        return error_response(413, "too_large", "That is too long to read. Please send it in shorter parts.")
    except DatabaseError as error:
        log.error("database failed", exc_info=error)
        return _in_danger(request) or error_response(503, "database", policy().text("brain_down"), retry_after=5)
    except Exception as error:  # the edge of the process: nothing of it may reach the visitor
        return _in_danger(request) or _internal(error)


def _internal(error: Exception) -> HttpResponseBase:
    number = secrets.token_hex(4)
    log.error("request failed", exc_info=error, extra={"number": number})
    return error_response(500, "internal", f"{policy().text('brain_down')} (error {number})")


def _in_danger(request: HttpRequest) -> HttpResponseBase | None:
    """What a message that could not even be stored is answered with when it tells of danger (safety.md E1, X14)."""
    try:
        text = json_body(request).get("text") if request.method == "POST" else None
    except (ApiError, RequestDataTooBig):
        return None
    verdict = policy().danger.check(normalise(text), state="") if isinstance(text, str) else None
    if verdict is None or verdict.kind not in ("emergency", "crisis"):
        return None
    return error_response(503, verdict.kind, policy().text(verdict.kind, verdict.lang), retry_after=5)


def _allowed(request: HttpRequest, origin: str) -> bool:
    return origin in settings.ALLOWED_ORIGINS or urlsplit(origin).netloc == request.get_host()


def _share(response: HttpResponseBase, origin: str, methods: tuple[str, ...]) -> None:
    """Allows the pages of the listed origins to read the answer."""
    response["Vary"] = "Origin"
    if origin:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = ", ".join((*methods, "OPTIONS"))
        response["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Last-Event-ID"
        response["Access-Control-Expose-Headers"] = "Retry-After"
        response["Access-Control-Max-Age"] = "600"
