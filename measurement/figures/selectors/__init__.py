"""Figures of a council for a period, by priority, directorate, measure and quarter."""

from measurement.figures.selectors.achievement import Achievement, achievement
from measurement.figures.selectors.lines import Line, sources_url
from measurement.figures.selectors.trend import Quarter, chance, direction, quarters, travel_words, year_before

__all__ = [
    "Achievement",
    "Line",
    "Quarter",
    "achievement",
    "chance",
    "direction",
    "quarters",
    "sources_url",
    "travel_words",
    "year_before",
]
