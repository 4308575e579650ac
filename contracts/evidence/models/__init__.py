"""Stories told with a return, and what a KPI's people achieved one by one."""

from contracts.evidence.models.attribution import Attribution
from contracts.evidence.models.individuals import Individual, KeptChanges, KpiScale, Scale
from contracts.evidence.models.stories import Story, StoryFile, StoryTag

__all__ = ["Attribution", "Individual", "KeptChanges", "KpiScale", "Scale", "Story", "StoryFile", "StoryTag"]
