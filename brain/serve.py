"""`python -m brain.serve`: the brain on 127.0.0.1:BRAIN_PORT with the newest model. Stops when it cannot answer."""

from __future__ import annotations

import logging
import sys

from brain import settings
from brain.environment import prepare
from brain.lean import without_tensorflow
from brain.say import complain

HOST = "127.0.0.1"


def main() -> int:
    """Runs until stopped. Returns 1, after a sentence on standard error, when it cannot start."""
    prepare()
    without_tensorflow()
    try:
        configured = settings.read()
        _check(configured)
    except settings.SettingsError as error:
        complain(f"brain: {error}")
        return 1
    _quiet(configured.log_level)
    return _run(configured)


def _check(configured: settings.Settings) -> None:
    if not configured.secret:
        raise settings.SettingsError("BRAIN_SECRET is not set; it is what the gateway shows to be let in.")
    if not any(configured.models.glob("*.tar.gz")):
        raise settings.SettingsError(f"There is no trained model in {configured.models}: run `make train`.")


def _quiet(level: str) -> None:
    """Rasa logs what visitors write at DEBUG; the brain never goes below INFO. Old imports' warnings are not news."""
    chosen = max(getattr(logging, level, logging.WARNING), logging.INFO)
    logging.basicConfig(level=chosen, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(chosen)


def _run(configured: settings.Settings) -> int:
    """Rasa's own server, in this process."""
    from rasa.core.run import configure_app, create_http_input_channels, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints

    endpoints = AvailableEndpoints.read_endpoints(str(settings.ROOT / "endpoints.yml"))
    channels = create_http_input_channels(None, str(settings.ROOT / "credentials.yml"))
    app = configure_app(channels, enable_api=False, port=configured.port, endpoints=endpoints)

    async def load(app, loop) -> None:
        await load_agent_on_start(str(configured.models), endpoints, None, app, loop)

    app.register_listener(load, "before_server_start")
    app.run(host=HOST, port=configured.port, workers=1, access_log=False, motd=False)
    return 1 if getattr(app.ctx, "start_failed", False) else 0


if __name__ == "__main__":
    sys.exit(main())
