"""Template tags of the console."""

from django import template

from desk.files import version_of

register = template.Library()


@register.simple_tag
def static_url(path: str) -> str:
    """The address of a static file, with its version."""
    return f"/static/{path}?v={version_of(path)}"
