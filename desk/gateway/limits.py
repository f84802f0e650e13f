"""Rate limits: fixed windows, counted by one atomic statement each."""

import hmac
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection

from desk.gateway.errors import ApiError
from desk.gateway.sql import moment

# A message that may tell of danger is answered far beyond the limit of other messages.
DANGER_FACTOR = 10

_COUNT = """
INSERT INTO gateway_ratewindow (subject, "window", count, ends_at) VALUES (%s, %s, 1, %s)
ON CONFLICT (subject, "window") DO UPDATE SET count = gateway_ratewindow.count + 1
RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most `most` requests of `subject` in each window of `seconds`; no limit when `most` is 0."""

    subject: str
    most: int
    seconds: int


def address_key(address: str) -> str:
    """A keyed hash that stands for an address, so that no address is stored."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), sha256).hexdigest()[:32]


def start_limits(address: str) -> list[Limit]:
    """Limits for starting conversations: a third of the messages that one address may send."""
    key = address_key(address)
    return [
        Limit(f"start:{key}", -(-settings.RATE_ADDRESS_PER_MINUTE // 3), 60),
        Limit(f"start-day:{key}", -(-settings.RATE_ADDRESS_PER_DAY // 3), 86_400),
    ]


def message_limits(conversation_id: object, address: str) -> list[Limit]:
    """Limits for sending a message: per conversation, per address, per address and day."""
    key = address_key(address)
    return [
        Limit(f"conversation:{conversation_id}", settings.RATE_CONVERSATION_PER_MINUTE, 60),
        Limit(f"address:{key}", settings.RATE_ADDRESS_PER_MINUTE, 60),
        Limit(f"day:{key}", settings.RATE_ADDRESS_PER_DAY, 86_400),
    ]


def enforce(limits: list[Limit], *, factor: int = 1) -> None:
    """Counts the request in every window. Raises `ApiError` 429 with the seconds to wait when one is full."""
    now = int(time.time())
    for limit in limits:
        if limit.most and _count(limit, now) > limit.most * factor:
            wait = limit.seconds - now % limit.seconds
            raise ApiError(
                429,
                "rate_limited",
                f"That was a lot of messages in a short time. Please wait {_spoken(wait)} and send it again.",
                retry_after=wait,
            )


def _count(limit: Limit, now: int) -> int:
    window = now // limit.seconds
    ends_at = datetime.fromtimestamp((window + 1) * limit.seconds, UTC)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [limit.subject, window, moment(ends_at)])
        return int(cursor.fetchone()[0])


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes < 90 else f"{-(-minutes // 60)} hours"
