"""Files, stories and named evidence of a return: added and taken out; what a person agreed to, and that they withdrew."""

from contracts.evidence.services.files import add_evidence, carry_files, remove_evidence
from contracts.evidence.services.media import add_file, remove_file, write_down
from contracts.evidence.services.naming import Named, copy_named, name_evidence
from contracts.evidence.services.stories import remove_story, tag_story, tell_story
from contracts.evidence.services.withdrawing import followed_by, withdraw_story

__all__ = [
    "Named",
    "add_evidence",
    "add_file",
    "carry_files",
    "copy_named",
    "followed_by",
    "name_evidence",
    "remove_evidence",
    "remove_file",
    "remove_story",
    "tag_story",
    "tell_story",
    "withdraw_story",
    "write_down",
]
