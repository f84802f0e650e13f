"""All addresses of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path

from desk import files
from desk.gateway.errors import error_response
from desk.gateway.policy import policy
from desk.leads import internal


def demo(request: HttpRequest) -> HttpResponse:
    """A clinic's page that carries the widget."""
    return render(request, "clinic/home.html", {"clinic": policy().knowledge.clinic})


async def no_such_endpoint(request: HttpRequest) -> HttpResponse:
    """Every unknown address of the API, in the shape of its errors."""
    return error_response(404, "not_found", "There is nothing at this address.")


urlpatterns = [
    path("", demo, name="demo"),
    path("", include("desk.gateway.urls")),
    path("internal/leads", internal.leads),
    path("internal/handoffs", internal.handoffs),
    path("internal/privacy-requests", internal.privacy_requests),
    path("internal/revocations", internal.revocations),
    path("internal/reports", internal.reports),
    path("widget/v/<slug:version>/<path:path>", files.widget_file),
    path("widget/<path:path>", files.widget_file),
    path("static/<path:path>", files.static_file),
    path("desk/", include("desk.console")),
    re_path(r"^(?:api|internal)/", no_such_endpoint),
]
