"""The arguments by which the commands find a person."""

from django.core.management.base import CommandError, CommandParser

from desk.privacy.person import NotFound, Person, find_person


def add_person_arguments(parser: CommandParser) -> None:
    """Adds --phone, --email, --conversation and --lead."""
    parser.add_argument("--phone", default="", help="as +1 212 555 0147")
    parser.add_argument("--email", default="")
    parser.add_argument("--conversation", default="", help="the id of a conversation")
    parser.add_argument("--lead", default="", help="the reference of a lead, such as C-7K3MQ2")


def person_from(options: dict[str, str]) -> Person:
    """The person meant. Raises `CommandError`."""
    wanted = {name: options[name] for name in ("phone", "email", "conversation", "lead")}
    if not any(wanted.values()):
        raise CommandError("Say who: --phone, --email, --conversation or --lead.")
    try:
        return find_person(**wanted)
    except NotFound as problem:
        raise CommandError(str(problem)) from problem
