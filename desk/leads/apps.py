"""The leads app."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """The leads app."""

    name = "desk.leads"
    label = "leads"
