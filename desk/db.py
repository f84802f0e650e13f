"""Database work for the asynchronous gateway.

Django gives every request a new thread, hence a new connection. The gateway uses a small pool of threads with lasting
connections instead; with `DB_THREADS=0` the request's own thread is used, so that tests see their own transaction.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.DB_THREADS, thread_name_prefix="db")


def _drop_broken() -> None:
    """Closes a connection that failed and does not work any more, so that the next use opens a new one."""
    for connection in connections.all(initialized_only=True):
        if connection.errors_occurred:
            if connection.is_usable():
                connection.errors_occurred = False
            else:
                connection.close()


async def run_db[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a function that talks to the database in a database thread and returns its result."""
    if settings.DB_THREADS == 0:
        return await sync_to_async(function, thread_sensitive=True)(*args, **kwargs)

    def work() -> T:
        _drop_broken()
        return function(*args, **kwargs)

    return await sync_to_async(work, thread_sensitive=False, executor=_pool())()
