"""The gateway app."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """The gateway app."""

    name = "desk.gateway"
    label = "gateway"
