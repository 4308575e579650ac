"""Stories told with a return, the evidence a level needs, and what a KPI's people achieved one by one."""

from contracts.evidence.models.attribution import Attribution
from contracts.evidence.models.individuals import Individual, KeptChanges, KpiScale, Scale
from contracts.evidence.models.lines import LineAnswer
from contracts.evidence.models.looking import EvidenceLook
from contracts.evidence.models.naming import NamedEvidence
from contracts.evidence.models.postcodes import DistrictCount, PostcodeCount
from contracts.evidence.models.regulators import HeldElsewhere, RegulatorReference
from contracts.evidence.models.stories import Story, StoryFile, StoryTag

__all__ = [
    "Attribution",
    "DistrictCount",
    "EvidenceLook",
    "HeldElsewhere",
    "Individual",
    "KeptChanges",
    "KpiScale",
    "LineAnswer",
    "NamedEvidence",
    "PostcodeCount",
    "RegulatorReference",
    "Scale",
    "Story",
    "StoryFile",
    "StoryTag",
]
