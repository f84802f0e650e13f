"""Checks a file against its JSON schema and says in plain sentences what to change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from knowledge.files import HERE
from knowledge.problems import Problem

SCHEMAS = HERE / "schema"


def has_schema(kind: str) -> bool:
    """Whether knowledge/schema holds a schema for this kind of file."""
    return (SCHEMAS / f"{kind}.json").is_file()


def check_schema(kind: str, content: Any, file: str) -> list[Problem]:
    """The problems of a file's content against schema/<kind>.json."""
    return [
        Problem(file, _entry(content, list(error.absolute_path)), _sentence(error))
        for error in _validator(kind).iter_errors(content)
    ]


@cache
def _validator(kind: str) -> Any:
    # Imported here: it costs more than half the time of `import knowledge`.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    whole_items = Draft202012Validator.VALIDATORS["items"]
    whole_properties = Draft202012Validator.VALIDATORS["properties"]

    def items(validator: Any, schema: Any, instance: Any, parent: Any) -> Iterator[Any]:
        if not (_is_plain_text(schema) and isinstance(instance, list) and all(map(_is_text, instance))):
            yield from whole_items(validator, schema, instance, parent)

    def properties(validator: Any, schema: Any, instance: Any, parent: Any) -> Iterator[Any]:
        if isinstance(instance, dict):
            done = {name for name, sub in schema.items() if _is_plain_text(sub) and _is_text(instance.get(name))}
            left = {name: sub for name, sub in schema.items() if name not in done}
            yield from whole_properties(validator, left, instance, parent)

    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    return extend(Draft202012Validator, {"items": items, "properties": properties})(schema)


# Thousands of questions and aliases have this one schema. Checking them here and not by the library, which makes a
# validator for each, keeps loading under 0.3 s; whatever fails here goes to the library for its error.
def _is_plain_text(schema: Any) -> bool:
    return isinstance(schema, dict) and schema == {"type": "string", "minLength": 1, "pattern": "\\S"}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _entry(content: Any, path: list[Any]) -> str:
    """Names the entry: the ids (or keys, or positions) of the mappings met on the way down to the mistake."""
    names: list[str] = []
    for step in path:
        content = content[step]
        if not isinstance(content, dict):
            continue
        if isinstance(step, str):
            names.append(f'"{step}"')
        else:
            names.append(f'"{content["id"]}"' if isinstance(content.get("id"), str) else f"entry {step + 1}")
    return " ".join(names)


def _where(error: Any) -> str:
    """The key, and the position when the mistake is in a list of plain values: "`aliases` item 3 "."""
    path = list(error.absolute_path)
    if isinstance(error.instance, dict) or not path:
        return ""
    if isinstance(path[-1], int):
        return f"`{path[-2]}` item {path[-1] + 1} " if len(path) > 1 else f"item {path[-1] + 1} "
    return f"`{path[-1]}` "


def _sentence(error: Any) -> str:
    return _SENTENCES.get(error.validator, _fallback)(_where(error), error)


def _fallback(where: str, error: Any) -> str:
    return f"{where}is not allowed: {error.message}; see the schema"


def _required(where: str, error: Any) -> str:
    missing = [name for name in error.validator_value if name not in error.instance]
    return f"lacks {', '.join(f'`{name}`' for name in missing)}; add it"


def _any_of(where: str, error: Any) -> str:
    names = [" and ".join(f"`{name}`" for name in form.get("required", ())) for form in error.validator_value]
    return f"lacks {' or '.join(names)}; add one of them"


def _additional(where: str, error: Any) -> str:
    known = error.schema.get("properties", {})
    extra = [name for name in error.instance if name not in known]
    return f"has {', '.join(f'`{name}`' for name in extra)}, which is unknown; use one of {', '.join(known)}"


def _enum(where: str, error: Any) -> str:
    return f"{where}is {error.instance!r}; use one of {', '.join(str(value) for value in error.validator_value)}"


def _type(where: str, error: Any) -> str:
    return f"{where}is {error.instance!r}; it must be a {_TYPES.get(error.validator_value, error.validator_value)}"


def _pattern(where: str, error: Any) -> str:
    if error.validator_value == "\\S" or error.instance == "":
        return f"{where}is empty; write something or remove the entry"
    return f"{where}is {error.instance!r}, which does not have the form {error.validator_value}"


def _too_few(where: str, error: Any) -> str:
    return f"{where}has {len(error.instance)} item(s); give at least {error.validator_value}"


def _too_many(where: str, error: Any) -> str:
    return f"{where}has {len(error.instance)} item(s); give at most {error.validator_value}"


def _too_long(where: str, error: Any) -> str:
    return f"{where}has {len(error.instance)} characters; shorten it to {error.validator_value}"


def _too_short(where: str, error: Any) -> str:
    return f"{where}is empty; write something or remove the entry"


def _repeated(where: str, error: Any) -> str:
    twice = next(item for item in error.instance if error.instance.count(item) > 1)
    return f"{where}has {twice!r} twice; remove one"


_TYPES = {"array": "list", "object": "mapping of names to values", "string": "text", "boolean": "true or false"}
_SENTENCES = {
    "required": _required,
    "anyOf": _any_of,
    "additionalProperties": _additional,
    "enum": _enum,
    "type": _type,
    "pattern": _pattern,
    "minItems": _too_few,
    "minProperties": _too_few,
    "maxItems": _too_many,
    "maxProperties": _too_many,
    "maxLength": _too_long,
    "minLength": _too_short,
    "uniqueItems": _repeated,
}
