"""Staff accounts, roles and the audit log."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "desk.accounts"
    label = "accounts"
