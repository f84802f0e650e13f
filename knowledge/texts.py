"""The policy texts: what is said word for word, signed off by the clinic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

_FORMATTER = Formatter()


def placeholders_in(template: str) -> set[str]:
    """The names in braces. Raises ValueError when the braces do not match."""
    return {name for _, name, _, _ in _FORMATTER.parse(template) if name is not None}


@dataclass(frozen=True)
class PolicyText:
    """One text with its wording per language. `version` changes with every change of wording."""

    id: str
    version: str
    wordings: Mapping[str, str]
    reviewer: str
    reviewed_on: date | None
    review_by: date | None


class PolicyTexts:
    """All policy texts by id. Clinic placeholders are filled here, others by the caller of `get`."""

    def __init__(self, texts: Mapping[str, PolicyText], clinic_values: Mapping[str, str]) -> None:
        self._texts = dict(texts)
        self._clinic_values = dict(clinic_values)

    def get(self, text_id: str, lang: str = "en", **values: str) -> str:
        """The wording in `lang`, or in English when that language is missing.

        Values are put in as they are: braces inside them mean nothing. Raises KeyError for an unknown text and for a
        placeholder without a value.
        """
        wordings = self.text(text_id).wordings
        template = wordings.get(lang, wordings["en"])
        known = {**self._clinic_values, **values}
        missing = placeholders_in(template) - known.keys()
        if missing:
            raise KeyError(f'policy text "{text_id}" needs a value for {", ".join(sorted(missing))}')
        return template.format_map(known)

    def text(self, text_id: str) -> PolicyText:
        """The text with its version and review data. Raises KeyError for an unknown id."""
        try:
            return self._texts[text_id]
        except KeyError:
            raise KeyError(f'there is no policy text "{text_id}" in policies/texts.yml') from None

    def version(self, text_id: str) -> str:
        """The version of the wording, for records such as a consent."""
        return self.text(text_id).version

    def languages(self, text_id: str) -> tuple[str, ...]:
        """The languages that the text exists in."""
        return tuple(self.text(text_id).wordings)

    def __contains__(self, text_id: object) -> bool:
        return text_id in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
