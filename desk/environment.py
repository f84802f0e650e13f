"""Typed reading of the environment. Every error names the variable, its value and the remedy."""

from collections.abc import Mapping
from pathlib import Path


class EnvironmentProblem(RuntimeError):
    """A variable is missing or has a value that cannot be used."""


class Environment:
    """Reads variables from a mapping; `NAME_FILE` may hold the path of a file with the value of `NAME`."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str | None = None) -> str:
        """The value of `name`, or of the file named by `NAME_FILE`, or `default`; fails if there is none."""
        file_name = self._variables.get(f"{name}_FILE", "")
        if file_name:
            return self._from_file(name, file_name)
        value = self._variables.get(name, "")
        if value:
            return value
        if default is None:
            raise EnvironmentProblem(f"{name} is not set. Set {name} (or {name}_FILE); `make run` does it for you.")
        return default

    def _from_file(self, name: str, file_name: str) -> str:
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise EnvironmentProblem(
                f"{name}_FILE has value {file_name!r}, which cannot be read ({error.strerror}). "
                f"Give the path of a readable file, or set {name}."
            ) from error

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        """The value of `name` as a whole number between `least` and `most`."""
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise EnvironmentProblem(
                f"{name} has value {value!r}, which is not a whole number. Use one between {least} and {most}."
            )
        return int(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """The value of `name` as yes or no."""
        value = self.text(name, "True" if default else "False")
        if value not in {"True", "False", "true", "false", "1", "0"}:
            raise EnvironmentProblem(f"{name} has value {value!r}, which is not a yes or no. Use True or False.")
        return value in {"True", "true", "1"}

    def names(self, name: str, default: str = "") -> list[str]:
        """The value of `name` as a list; commas separate, blanks are dropped."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]
