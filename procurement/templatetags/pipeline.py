"""Small readings of diary entries for the pipeline's pages."""

from django import template

from procurement.pipeline.enums import Phase

register = template.Library()


@register.filter
def as_rows(entry):
    """One timetable as the rows of a chart, a row a phase, so that each has its name beside it."""
    return [{"label": name, "phases": [(name, first, last)], "clash": ""} for name, first, last in entry.phases]


@register.filter
def tender_span(entry):
    """The tender period of a diary entry, or None."""
    return next((s for s in entry.spans if s.phase == Phase.TENDER), None)


@register.filter
def phase_name(span) -> str:
    return Phase(span.phase).label


@register.filter
def length_in_words(span, standstill_days: int) -> str:
    """“35 days”; the standstill with the working days the law counts in it: “10 days, 8 of them working days”."""
    length = f"{span.days} day{'' if span.days == 1 else 's'}"
    return f"{length}, {standstill_days} of them working days" if span.phase == Phase.STANDSTILL else length


@register.filter
def diary_sentence(entry) -> str:
    """What the picture of one timetable shows."""
    first, last = entry.spans[0].starts_on, max(s.ends_on for s in entry.spans)
    faults = len(entry.warnings)
    says = "no problems found" if not faults else f"{faults} warning{'s' if faults > 1 else ''} to look at"
    count = f"{len(entry.spans)} phase{'' if len(entry.spans) == 1 else 's'}"
    return f"{count} from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}; {says}."
