"""`manage.py add_staff NAME --role reviewer --role agent`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.accounts.roles import ROLES
from desk.accounts.staffing import Refused, add_staff


class Command(BaseCommand):
    """Adds an account."""

    help = "Adds a staff account and prints its password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", action="append", choices=ROLES, required=True)
        parser.add_argument("--full-name", default="")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            staff, password = add_staff(
                username=options["username"], roles=options["role"], full_name=options["full_name"]
            )
        except Refused as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Staff account: user name {staff.username}, password {password} (shown only now)")
