"""What every console page shows around its content."""

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, object]:
    """Template context."""
    return {}
