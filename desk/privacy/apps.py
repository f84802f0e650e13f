"""The privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The privacy app."""

    name = "desk.privacy"
    label = "privacy"
