"""Reading the YAML files of a knowledge folder."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml

from knowledge.problems import Problem

HERE = Path(__file__).resolve().parent


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML's safe loader that leaves dates and yes/no as text and refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise yaml.MarkedYAMLError(problem=f'the key "{twice}" is given twice', problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


# A question such as "no" or a date must stay what its author typed.
_AS_TEXT = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _AS_TEXT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def knowledge_files(root: Path) -> list[Path]:
    """Every data file, in a fixed order."""
    folders = (root, root / "facts", root / "wordings", root / "policies")
    return [path for folder in folders for path in sorted(folder.glob("*.yml"))]


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Any:
    """The content of a file, or None with a problem added when it is missing or not YAML."""
    try:
        return _Loader(path.read_text(encoding="utf-8")).get_single_data()
    except FileNotFoundError:
        problems.append(Problem(name, "", "is missing; restore it from the repository"))
    except UnicodeDecodeError as error:
        problems.append(Problem(name, "", f"is not UTF-8 text (byte {error.start}); save it as UTF-8"))
    except yaml.YAMLError as error:
        problems.append(Problem(name, _where(error), f"is not valid YAML: {_what(error)}"))
    return None


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else ""


def _what(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem}; check the indentation and the quotes there"


def version_of(root: Path) -> str:
    """A hash over all data files: the same files give the same version everywhere."""
    digest = hashlib.sha256()
    for path in knowledge_files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:12]
