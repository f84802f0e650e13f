"""Security headers for every answer, and Django's middleware for the console only."""

import time
from collections.abc import Awaitable, Callable

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_WITHOUT_SESSION = ("/api/", "/internal/", "/widget/", "/static/", "/healthz", "/readyz")


def without_session(path: str) -> bool:
    """Whether a path belongs to the gateway or to files, which know neither cookies nor sessions."""
    return path.startswith(_WITHOUT_SESSION)


def answer_headers(
    get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], Awaitable[HttpResponseBase]]:
    """Sets the security headers on every answer (safety rule X7)."""

    async def answer(request: HttpRequest) -> HttpResponseBase:
        response = await get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if settings.HTTPS:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response

    return answer


answer_headers.async_capable = True  # type: ignore[attr-defined]
answer_headers.sync_capable = False  # type: ignore[attr-defined]


class _ConsoleOnly(MiddlewareMixin):
    """Lets requests of the gateway pass untouched."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if without_session(request.path):
            return self.get_response(request)
        return super().__call__(request)


class Common(_ConsoleOnly, CommonMiddleware):
    """Adds missing slashes on console addresses."""


class Session(_ConsoleOnly, SessionMiddleware):
    """Staff sessions."""


class Csrf(_ConsoleOnly, CsrfViewMiddleware):
    """Form tokens of the console; the chat API has none because it knows no cookies."""

    async def process_view(  # type: ignore[override]
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if without_session(request.path):
            return None
        check = sync_to_async(super().process_view, thread_sensitive=True)
        return await check(request, view, args, kwargs)  # type: ignore[arg-type]


class Authentication(_ConsoleOnly, AuthenticationMiddleware):
    """The signed-in staff member."""


class Messages(_ConsoleOnly, MessageMiddleware):
    """One-time notices."""


class IdleTimeout(_ConsoleOnly):
    """Signs a staff member out who did nothing for a while (safety rule X4); live updates do not count as doing."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        now = int(time.time())
        if not request.user.is_authenticated:
            return None
        if now - request.session.get("last_seen", now) > settings.SESSION_IDLE_SECONDS:
            logout(request)
            return None
        if "/live/" not in request.path:
            request.session["last_seen"] = now
        return None
