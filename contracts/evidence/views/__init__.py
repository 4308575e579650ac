"""Stories, and what people achieved one by one."""

from contracts.evidence.views.attribution import shares
from contracts.evidence.views.individuals import (
    kpi_scale,
    people,
    people_file,
    people_remove,
    scale_end,
    scales,
    scales_usual,
)
from contracts.evidence.views.looking import evidence_open
from contracts.evidence.views.regulators import kpi_held, return_regulator, return_regulator_accept
from contracts.evidence.views.stories import (
    stories,
    story,
    story_add_file,
    story_captions,
    story_file_remove,
    story_tags,
    story_withdraw,
    story_words,
)

__all__ = [
    "evidence_open",
    "kpi_held",
    "kpi_scale",
    "people",
    "people_file",
    "people_remove",
    "return_regulator",
    "return_regulator_accept",
    "scale_end",
    "scales",
    "scales_usual",
    "shares",
    "stories",
    "story",
    "story_add_file",
    "story_captions",
    "story_file_remove",
    "story_tags",
    "story_withdraw",
    "story_words",
]
