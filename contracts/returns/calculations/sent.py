"""What was sent, kept in a few words, and what is different when it is sent again. Pure.

Of what is told about people only a digest is kept: a name that is taken out is not to stand anywhere else.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIGURES = {
    "value": "Value",
    "numerator": "First number",
    "denominator": "Second number",
    "no_cases": "No cases",
    "estimated": "Estimated",
}
WORDS = {
    "narrative": "What happened",
    "direct_result": "Was it a direct result?",
    "anyway": "Would it have happened anyway?",
    "evidence_note": "Where the evidence is",
    # Of few people: that it changed, not how
    "benefited": "Who benefited",
    "answers": "Answers to the sub-scores",
}
FILES, STORIES = "files", "stories"
# Beside the return: the evidence named for a composite, how much of it is the provider's own work, the postcodes by district
BESIDE = {"named": "Named evidence", "shares": "How much is your own work", "postcodes": "Postcodes by district"}


@dataclass(frozen=True)
class Change:
    """``before`` and ``after`` in words; of what was told about people both are empty."""

    name: str
    label: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        return (
            f"{self.label}: {self.before or 'nothing'} → {self.after or 'nothing'}" if self.before or self.after else self.label
        )


def sent_as(
    said: Mapping[str, Any],
    files: Sequence[tuple[str, str]],
    stories: Sequence[tuple[str, str]],
    *,
    early_before: str = "",
    change_before: str = "",
    named: Sequence[str] = (),
    shares: str = "",
    postcodes: str = "",
) -> dict[str, Any]:
    """``said``: the fields of a version; ``files``: (key, name); ``stories``: (words, for which use they may be published)."""
    return {
        **{name: _plain(said[name]) for name in FIGURES},
        **{name: _digest(said[name]) for name in WORDS},
        FILES: [list(file) for file in files],
        STORIES: sorted(_digest(f"{use}:{words}") for words, use in stories),
        "named": _digest("\n".join(named)),
        "shares": _digest(shares),
        "postcodes": _digest(postcodes),
        # What stood with the sending before: taken back, it stands again
        "early_before": early_before,
        "change_before": change_before,
    }


def changes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Change]:
    """What is different, in the order of a return’s page. Nothing where nothing was sent before."""
    if before is None:
        return []
    found = [
        Change(name, label, before.get(name) or "", after[name])
        for name, label in FIGURES.items()
        if (before.get(name) or "") != after[name]
    ]
    found += [Change(name, label, "", "") for name, label in {**WORDS, **BESIDE}.items() if before.get(name, "") != after[name]]
    if before.get(FILES, []) != after[FILES]:
        found.append(Change(FILES, "Files", _names(before.get(FILES, [])), _names(after[FILES])))
    if before.get(STORIES, []) != after[STORIES]:
        found.append(Change(STORIES, "Case studies", _count(before.get(STORIES, [])), _count(after[STORIES])))
    return found


def _plain(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    text = f"{value:f}" if hasattr(value, "normalize") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digest(words: str | Mapping[str, str] | None) -> str:
    words = words or ""
    said = words if isinstance(words, str) else "\n".join(f"{key} {words[key]}" for key in sorted(words))
    plain = said.replace("\r\n", "\n").strip()
    return hashlib.sha256(plain.encode()).hexdigest()[:16] if plain else ""


def _names(files: Sequence[Sequence[str]]) -> str:
    return ", ".join(name for _, name in files)


def _count(stories: Sequence[str]) -> str:
    return str(len(stories)) if stories else ""
