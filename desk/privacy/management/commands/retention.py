"""`manage.py retention [--dry-run]`"""

import json

from django.core.management.base import BaseCommand, CommandParser

from desk.privacy.retention import run


class Command(BaseCommand):
    """Removes what has been kept long enough."""

    help = "Removes what has been kept long enough; run it daily. --dry-run only counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, remove nothing")

    def handle(self, *args: object, **options: bool) -> None:
        counts = run(dry_run=options["dry_run"])
        self.stdout.write(json.dumps({"dry_run": options["dry_run"], **counts}))
