"""Template tags of the console."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import phonenumbers
from django import template
from django.utils.timesince import timesince

from desk.files import version_of
from desk.gateway.policy import policy
from knowledge import Fact

register = template.Library()


@register.simple_tag
def static_url(path: str) -> str:
    """The address of a static file, with its version."""
    return f"/static/{path}?v={version_of(path)}"


@register.filter
def moment(value: datetime | None) -> str:
    """A date and time in the clinic's time zone."""
    if value is None:
        return "–"
    return f"{value.astimezone(ZoneInfo(policy().knowledge.clinic.timezone)):%b %-d, %Y, %H:%M}"


@register.filter
def ago(value: datetime | None) -> str:
    """How long ago, in one unit."""
    if value is None:
        return "never"
    if (datetime.now(UTC) - value).total_seconds() < 60:
        return "just now"
    return f"{timesince(value, depth=1)} ago"


@register.filter
def clock(value: datetime, style: str = "%H:%M") -> str:
    """A time in its own time zone; the built-in `date` filter would turn it into the server's."""
    return value.strftime(style)


@register.filter
def percent(value: float | None) -> str:
    """A share as a whole percentage."""
    return "" if value is None else f"{value * 100:.0f}%"


@register.filter
def words(value: str) -> str:
    """An identifier as words: ask_what_is becomes "ask what is"."""
    return str(value).replace("_", " ")


@register.filter
def danger_reason(pattern_id: str) -> str:
    """Why a message was taken for danger: the sign that matched, or that it only reads like such messages."""
    likeness = {"likeness.emergency": "an emergency", "likeness.crisis": "self-harm"}.get(pattern_id)
    return f"reads like {likeness}, no known sign" if likeness else pattern_id


@register.filter
def fact_text(facts: Mapping[str, Fact], fact_id: str) -> str:
    """What a fact says, or "" when there is no such fact any more."""
    fact = facts.get(fact_id)
    return fact.text if fact else ""


@register.filter
def source_title(article: str) -> str:
    """The title of a source, or its id when it is not in the knowledge base any more."""
    source = policy().knowledge.sources.get(article)
    return source.title if source else article


@register.filter
def is_list(value: object) -> bool:
    """Whether a value is a list."""
    return isinstance(value, list)


@register.filter
def masked_phone(value: str) -> str:
    """A phone number of which only the last two digits are shown."""
    return f"••• ••• ••{value[-2:]}" if value else "–"


@register.filter
def masked_email(value: str) -> str:
    """An e-mail address of which only the first letter and the domain's end are shown."""
    name, _, domain = value.partition("@")
    return f"{name[:1]}•••@•••{domain[domain.rfind('.') :]}" if domain else "–"


@register.filter
def phone(value: str) -> str:
    """A phone number as it is written."""
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    if number.country_code == 1:
        style = phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(number, style)
