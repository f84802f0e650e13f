"""`manage.py erase_person --phone ... | --email ... | --conversation ... | --lead ...`"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from desk.privacy.arguments import add_person_arguments, person_from
from desk.privacy.erase import erase_person


class Command(BaseCommand):
    """Erases one person."""

    help = "Erases everything held of one person and prints the receipt."

    def add_arguments(self, parser: CommandParser) -> None:
        add_person_arguments(parser)

    def handle(self, *args: object, **options: Any) -> None:
        receipt = erase_person(person=person_from(options), by=None)
        self.stdout.write(json.dumps({"receipt": str(receipt.pk), **receipt.detail}, indent=2))
