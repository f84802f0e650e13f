"""Starts the desk: `python -m desk.serve`, with HOST and PORT from the settings."""

import os
import socket
import sys

from desk.environment import EnvironmentProblem
from knowledge import KnowledgeError
from knowledge.likeness import LikenessError


def main() -> None:
    """Serves the ASGI application until stopped; what is wrong with the settings is said in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")
    import uvicorn
    from django.conf import settings

    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        _check_knowledge()
    except (EnvironmentProblem, KnowledgeError, LikenessError) as problem:
        sys.exit(str(problem))
    if _in_use(settings.HOST, settings.PORT):
        sys.exit(f"Port {settings.PORT} on {settings.HOST} is in use. Stop what uses it, or set PORT to another one.")
    uvicorn.run(
        "desk.asgi:application",
        host=settings.HOST,
        port=settings.PORT,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        lifespan="off",
    )


def _check_knowledge() -> None:
    import django

    django.setup()
    from desk.gateway.policy import policy

    policy()


def _in_use(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


if __name__ == "__main__":
    main()
