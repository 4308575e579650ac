"""Files and stories of a return: added and taken out; what a person agreed to, and that they withdrew."""

from contracts.evidence.services.files import add_evidence, remove_evidence
from contracts.evidence.services.media import add_file, remove_file, write_down
from contracts.evidence.services.stories import remove_story, tag_story, tell_story
from contracts.evidence.services.withdrawing import followed_by, withdraw_story

__all__ = [
    "add_evidence",
    "add_file",
    "followed_by",
    "remove_evidence",
    "remove_file",
    "remove_story",
    "tag_story",
    "tell_story",
    "withdraw_story",
    "write_down",
]
