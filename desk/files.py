"""Serving the few files of the console, the demo page and the widget: right types, ETag, compression, no surprises."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
    ".woff2": "font/woff2",
}
_WIDGET_TYPES = {".js", ".css", ".svg"}


@dataclass(frozen=True)
class _File:
    content: bytes
    packed: bytes
    etag: str
    content_type: str


async def static_file(request: HttpRequest, path: str) -> HttpResponse:
    """A file of the console or the demo page. With `?v=` it may be kept for a year: the address changes with it."""
    age = "31536000, immutable" if "v" in request.GET else "300"
    return _answer(request, _find(settings.STATIC_DIRS, path), age)


async def widget_file(request: HttpRequest, path: str, version: str = "") -> HttpResponse:
    """A file of the widget, which pages of any origin may load."""
    if Path(path).suffix not in _WIDGET_TYPES:
        raise Http404
    response = _answer(request, _find([settings.WIDGET_DIR], path), "31536000, immutable" if version else "300")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def version_of(path: str) -> str:
    """The version of a static file for its address."""
    found = _find(settings.STATIC_DIRS, path)
    return _load(found, found.stat().st_mtime_ns).etag[:12]


def _find(folders: list[Path], path: str) -> Path:
    hidden = "\0" in path or any(part.startswith(".") for part in Path(path).parts)
    for folder in folders if not hidden else []:
        found = (folder / path).resolve()
        if found.is_relative_to(folder.resolve()) and found.is_file():
            return found
    raise Http404


@lru_cache(maxsize=256)
def _load(path: Path, changed: int) -> _File:
    content = path.read_bytes()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(content, 9, mtime=0)
    return _File(
        content,
        packed if len(packed) < len(content) else b"",
        hashlib.sha256(content).hexdigest()[:32],
        _TYPES.get(path.suffix, guessed),
    )


def _answer(request: HttpRequest, path: Path, age: str) -> HttpResponse:
    file = _load(path, path.stat().st_mtime_ns)
    etag = f'"{file.etag}"'
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    elif file.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(file.packed, content_type=file.content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(file.content, content_type=file.content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={age}"
    response["Vary"] = "Accept-Encoding"
    return response
