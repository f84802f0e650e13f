"""Runs the desk's management commands: `desk/.venv/bin/python desk/manage.py <command>` from the repository root."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Puts the repository root on the path in place of this folder, and runs the command."""
    folder = Path(__file__).resolve().parent
    sys.path[:] = [str(folder.parent)] + [entry for entry in sys.path if Path(entry or ".").resolve() != folder]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from desk.environment import EnvironmentProblem

    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    except EnvironmentProblem as problem:
        sys.exit(str(problem))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
