"""Signing in and out of the console."""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from desk.accounts.audit import audit
from desk.accounts.models import Staff
from desk.accounts.roles import ROLES, needs


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. Five wrong passwords lock the name from that address for a quarter of an hour."""
    if request.method == "GET":
        return render(request, "accounts/sign_in.html", {"next": request.GET.get("next", "")})
    name = request.POST.get("username", "")[:150]
    if not AxesProxyHandler.is_allowed(request, {"username": name}):
        return _refused(request, name, "Too many failed attempts. Please wait 15 minutes and try again.", 429)
    staff = authenticate(request, username=name, password=request.POST.get("password", ""))
    if not isinstance(staff, Staff):
        return _refused(request, name, "That user name and password do not match. Please try again.", 403)
    login(request, staff)
    audit("signed in", by=staff, address=request.META.get("REMOTE_ADDR", ""))
    return redirect(_next(request))


def _refused(request: HttpRequest, name: str, error: str, status: int) -> HttpResponse:
    audit("sign-in failed", by=None, address=request.META.get("REMOTE_ADDR", ""))
    context = {"error": error, "username": name, "next": request.POST.get("next", "")}
    return render(request, "accounts/sign_in.html", context, status=status)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=settings.HTTPS):
        return wanted
    return settings.LOGIN_REDIRECT_URL


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server."""
    if isinstance(request.user, Staff):
        audit("signed out", by=request.user, address=request.META.get("REMOTE_ADDR", ""))
    logout(request)
    return redirect("sign_in")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when a form's token is missing or old."""
    return render(request, "accounts/form_expired.html", status=403)


@needs(*ROLES)
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Lets staff choose their own password; other sessions of theirs end."""
    assert isinstance(request.user, Staff)
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)
        audit("password changed", by=request.user)
        messages.success(request, "Your password is changed.")
        return redirect("home")
    return render(request, "accounts/password.html", {"form": form})
