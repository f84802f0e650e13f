"""The real ASGI application behind a real server on loopback, for tests of what happens at the same time."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from django.db import connection


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that runs until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(
        "desk.asgi:application",
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        loop="asyncio",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(5)


def empty_protected_tables() -> None:
    """Empties the append-only tables, which refuse the clean-up between tests as they refuse everything else."""
    if connection.vendor != "sqlite":
        return  # TRUNCATE fires no row triggers there
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, *_ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        for table in {table for _, table, _ in triggers}:
            cursor.execute(f"DELETE FROM {table}")
        for *_, sql in triggers:
            cursor.execute(sql)
