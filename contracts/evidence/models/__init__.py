"""Stories told with a return, and what a KPI's people achieved one by one."""

from contracts.evidence.models.stories import Story, StoryFile, StoryTag

__all__ = ["Story", "StoryFile", "StoryTag"]
