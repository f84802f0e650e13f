"""What holds for the repository as a whole: who may import whom, and that lists written by hand are complete."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"knowledge", "brain", "actions", "desk", "scripts", "tests"}
DESK_APPS = {"accounts", "conversations", "gateway", "leads", "privacy"}
# One direction: what a folder may import of ours, beside itself.
MAY_IMPORT = {
    "knowledge": set(),
    "brain": {"knowledge"},
    "actions": {"knowledge"},
    "desk": {"knowledge"} | DESK_APPS,
    "scripts": set(),
}
# `python -m knowledge ask` shows what the trained brain makes of a question; it imports the brain when asked to.
LAZY = {("knowledge", "brain")}
ENVIRONMENT = re.compile(r"""(?:environ(?:\.get)?[\[(]|getenv\(|env(?:\.\w+|_\w+)?\()\s*["']([A-Z][A-Z0-9_]+)["']""")
PLATFORM = {"PATH", "HOME", "CHROMIUM", "PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def sources(folder: str) -> list[Path]:
    skipped = {".venv", "migrations", "__pycache__"}
    return [p for p in sorted((ROOT / folder).rglob("*.py")) if not skipped & set(p.parts)]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.split(".")[0])
    return names & (OURS | DESK_APPS)


@pytest.mark.parametrize("folder", sorted(MAY_IMPORT))
def test_it_imports_in_one_direction_only(folder: str) -> None:
    allowed = MAY_IMPORT[folder] | {folder} | {lazy for owner, lazy in LAZY if owner == folder}
    wrong = {f"{path.relative_to(ROOT)}: {name}" for path in sources(folder) for name in imported(path) - allowed}
    assert not wrong


def test_importing_reads_no_environment_outside_the_settings_modules() -> None:
    at_home = {"settings.py", "environment.py", "chromium.py"}
    readers = {
        str(path.relative_to(ROOT))
        for folder in MAY_IMPORT
        for path in sources(folder)
        if path.name not in at_home and re.search(r"os\.environ|getenv\(", path.read_text(encoding="utf-8"))
    }
    entries = {f"{part}/serve.py" for part in ("brain", "actions", "desk")}
    entries |= {"desk/manage.py", "desk/asgi.py", "brain/train.py"}
    assert readers <= entries


def test_the_example_of_the_environment_is_complete() -> None:
    listed = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    read = {
        name
        for folder in ("brain", "actions", "desk", "scripts")
        for path in sources(folder)
        for name in ENVIRONMENT.findall(path.read_text(encoding="utf-8"))
    }
    ours = {name for name in read if not name.startswith(("RASA_", "TF_", "PYTHON", "OMP_", "SANIC_"))} - PLATFORM
    assert ours <= listed


def test_the_clients_top_level_is_there() -> None:
    for name in ("data/nlu.yml", "data/rules.yml", "domain.yml", "config.yml", "README.md"):
        assert (ROOT / name).is_file()
    for name in ("actions", "knowledge", "tests"):
        assert (ROOT / name).is_dir()


def test_every_decision_is_dated_and_has_a_status() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert re.search(r"^Status: \w+, 20\d\d-\d\d", path.read_text(), re.MULTILINE), path.name


def test_make_help_lists_every_target_a_person_uses() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (\S+)", makefile, re.MULTILINE)) - {"chromium"}
    helped = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert phony == helped


def test_no_path_of_one_machine_is_named() -> None:
    command = ["git", "grep", "-nIE", r"(^|[^A-Za-z0-9_.])/(root|home/[a-z]+|Users)/", "--", ":!*.lock"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert found == ""


def test_the_links_of_the_documents_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        for target in re.findall(r"\]\((?!https?:|#|mailto:|tel:)([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken
