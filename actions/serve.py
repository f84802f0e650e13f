"""Starts the action server: `python -m actions.serve`. Loopback only, behind the brain's secret."""

from __future__ import annotations

import hmac
import logging
import sys

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions import runtime, settings
from actions.settings import Settings, SettingsError
from knowledge import KnowledgeError

HOST = "127.0.0.1"
OPEN_PATHS = ("/health", "/ready")
log = logging.getLogger(__name__)


def build(read: Settings) -> Sanic:
    """rasa_sdk's app with the secret checked, no error text given away, and /ready."""
    app = create_app("actions", cors_origins="")

    @app.on_request
    async def _authorise(request: Request) -> HTTPResponse | None:
        given = request.headers.get("X-Actions-Secret", "").encode()
        if request.path in OPEN_PATHS or not read.secret or hmac.compare_digest(given, read.secret.encode()):
            return None
        return json_response({"error": "the secret is missing or wrong"}, status=401)

    @app.get("/ready")
    async def _ready(_: Request) -> HTTPResponse:
        known = runtime.current().knowledge
        return json_response({"ready": True, "facts": len(known.facts), "version": known.version})

    app.error_handler.add(Exception, _failed)
    return app


def _failed(request: Request, error: Exception) -> HTTPResponse:
    """rasa_sdk would send the whole tracker back, which Rasa logs; only the type of the error is told."""
    status = getattr(error, "status_code", 500)
    log.error("A call of %s failed: %s.", request.path, type(error).__name__)
    return json_response({"error": type(error).__name__}, status=status)


def main() -> int:
    """Loads the knowledge, then serves. Returns 1 with a sentence when that is impossible."""
    try:
        read = settings.read()
        logging.basicConfig(level=read.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
        logging.getLogger("sanic.access").disabled = True
        logging.getLogger("httpx").setLevel(logging.WARNING)
        runtime.current().knowledge  # noqa: B018 - loads it, so that the first visitor does not wait
    except (SettingsError, KnowledgeError) as error:
        sys.stderr.write(f"The action server cannot start: {error}\n")
        return 1
    build(read).run(HOST, read.port, workers=1, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
