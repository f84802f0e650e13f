"""`manage.py export_person --phone ... | --email ... | --conversation ... | --lead ...`"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from desk.privacy.arguments import add_person_arguments, person_from
from desk.privacy.export import export_person


class Command(BaseCommand):
    """Exports one person."""

    help = "Prints everything held of one person as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        add_person_arguments(parser)

    def handle(self, *args: object, **options: Any) -> None:
        content = export_person(person=person_from(options), by=None)
        self.stdout.write(json.dumps(content, indent=2, ensure_ascii=False))
