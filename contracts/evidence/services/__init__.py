"""Files, stories and named evidence of a return: added and taken out."""

from contracts.evidence.services.files import add_evidence, remove_evidence
from contracts.evidence.services.naming import Named, copy_named, name_evidence
from contracts.evidence.services.stories import remove_story, tell_story

__all__ = [
    "Named",
    "add_evidence",
    "copy_named",
    "name_evidence",
    "remove_evidence",
    "remove_story",
    "tell_story",
]
