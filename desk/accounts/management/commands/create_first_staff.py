"""`manage.py create_first_staff`"""

from django.core.management.base import BaseCommand, CommandParser

from desk.accounts.models import Staff
from desk.accounts.roles import ROLES
from desk.accounts.staffing import add_staff


class Command(BaseCommand):
    """Creates the first account."""

    help = "Creates the first staff account and prints its password, once. Does nothing when there is an account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", default="manager")

    def handle(self, *args: object, **options: str) -> None:
        if Staff.objects.exists():
            return
        staff, password = add_staff(username=options["username"], roles=list(ROLES))
        self.stdout.write(f"First staff account: user name {staff.username}, password {password} (shown only now)")
