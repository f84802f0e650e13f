"""Somebody sets the desk up: settings that fail in words, files served right, a start that says what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from desk.environment import Environment, EnvironmentProblem
from desk.files import version_of

# In the database's part of the run, which comes before the tests that keep an event loop in this thread.
pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
NEEDED = {"SECRET_KEY": "s" * 50, "SERVICE_TOKEN": "t", "BRAIN_SECRET": "b", "PATH": "/usr/bin:/bin"}


@pytest.mark.parametrize(
    ("variables", "read", "said"),
    [
        ({}, lambda env: env.text("SECRET_KEY"), "SECRET_KEY is not set. Set SECRET_KEY (or SECRET_KEY_FILE)"),
        ({"PORT": "eighty"}, lambda env: env.number("PORT", 1), "PORT has value 'eighty'"),
        ({"PORT": "99999"}, lambda env: env.number("PORT", 1, most=65535), "between 0 and 65535"),
        ({"DEBUG": "yes"}, lambda env: env.flag("DEBUG"), "DEBUG has value 'yes'"),
        ({"KEY_FILE": "/nowhere"}, lambda env: env.text("KEY"), "KEY_FILE has value '/nowhere'"),
    ],
)
def test_a_setting_fails_with_name_value_and_remedy(variables: dict[str, str], read: object, said: str) -> None:
    with pytest.raises(EnvironmentProblem) as problem:
        read(Environment(variables))  # type: ignore[operator]
    assert said in str(problem.value)


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    assert Environment({"KEY_FILE": str(tmp_path / "key")}).text("KEY") == "from a file"


def test_lists_and_flags_are_read() -> None:
    env = Environment({"HOSTS": "a, b,,c ", "ON": "true"})
    assert (env.names("HOSTS"), env.flag("ON"), env.flag("OFF")) == (["a", "b", "c"], True, False)


def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**NEEDED, **variables}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_start_without_secrets_says_what_is_missing(tmp_path: Path) -> None:
    for command in (["-m", "desk.serve"], ["desk/manage.py", "migrate"]):
        done = start(*command, VAR_DIR=str(tmp_path), SERVICE_TOKEN="")
        assert done.returncode == 1
        assert done.stderr.startswith("SERVICE_TOKEN is not set.")
        assert "Traceback" not in done.stderr


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = start("-m", "desk.serve", VAR_DIR=str(tmp_path), PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "is in use" in done.stderr


def test_the_commands_run_from_the_root(tmp_path: Path) -> None:
    done = start("desk/manage.py", "migrate", "--verbosity", "0", VAR_DIR=str(tmp_path / "new"))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "new" / "desk.sqlite3").exists()


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_files_have_type_etag_and_age() -> None:
    answer = Client().get("/static/desk/console.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert Client().get("/static/desk/console.css", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    versioned = Client().get(f"/static/desk/console.css?v={version_of('desk/console.css')}")
    assert "immutable" in versioned["Cache-Control"]


def test_files_are_packed_for_those_who_can_unpack() -> None:
    packed = Client().get("/static/desk/htmx.min.js", HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(Client().get("/static/desk/htmx.min.js").content) / 2


@pytest.mark.parametrize(
    "path",
    ["../settings.py", "desk/../../settings.py", "%2e%2e/settings.py", "desk/", "", "nothing.css", ".hidden", "a\x00b"],
)
def test_nothing_outside_the_folders_is_served(path: str) -> None:
    assert Client().get(f"/static/{path}").status_code == 404
    assert Client().get(f"/widget/{path}").status_code == 404


def test_the_widget_may_be_loaded_by_any_page(tmp_path: Path) -> None:
    (tmp_path / "chat.js").write_text("export const x = 1;")
    (tmp_path / "notes.md").write_text("not for the world")
    with override_settings(WIDGET_DIR=tmp_path):
        answer = Client().get("/widget/chat.js")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "immutable" in Client().get("/widget/v/abc123/chat.js")["Cache-Control"]


def test_the_demo_page_carries_the_widget() -> None:
    page = Client().get("/").content.decode()
    assert "/widget/" in page
    assert "<script>" not in page
