"""Tables whose rows are only ever added: refused in Python here, and in the database by triggers (migrations)."""

from typing import Any, NoReturn

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class AppendOnlyViolation(RuntimeError):
    """Somebody tried to change or delete a row of an append-only table."""


def refuse_change(instance: models.Model, *, deleting: bool = False) -> None:
    """Raises `AppendOnlyViolation` unless the instance is new and about to be added."""
    if deleting or not instance._state.adding:
        _refuse()


def _refuse() -> NoReturn:
    raise AppendOnlyViolation("Rows of this table are only ever added. Record a new event instead.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A queryset that can read and add."""

    def update(self, **kwargs: object) -> int:
        """Always refused."""
        _refuse()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Always refused."""
        _refuse()

    def bulk_update(self, *args: object, **kwargs: object) -> int:
        """Always refused."""
        _refuse()


class AppendOnlyManager(models.Manager.from_queryset(AppendOnlyQuerySet)):  # type: ignore[misc]
    """Manager of an append-only table."""


_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '{days} days' THEN RETURN OLD; END IF;
  RAISE EXCEPTION '{table} is append-only';
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""


def protect(table: str, *, days: int) -> Any:
    """A migration step that adds triggers refusing UPDATE, and DELETE of rows younger than `days`."""

    def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            old = f"WHEN julianday(OLD.at) > julianday('now') - {days}"
            editor.execute(_SQLITE.format(table=table, verb="UPDATE", when=""))
            editor.execute(_SQLITE.format(table=table, verb="DELETE", when=old))
        else:
            editor.execute(_POSTGRES.format(table=table, days=days))

    return forwards
