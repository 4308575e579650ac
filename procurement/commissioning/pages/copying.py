"""What the page says before a commission is started from another."""

from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.copying import Kept
from socialvalue.common import clock
from socialvalue.common.copying import Preview
from socialvalue.common.counting import many
from socialvalue.common.templatetags.formats import plain_day, plain_money

DETAIL = "targets, measures and evidence"


def preview(source: Commission, kept: Kept) -> Preview:
    return Preview(
        along=[
            "What the service is for, who it is for, its category, directorate and districts",
            f"Its term of {many(source.term_months, 'month')} and what it says about extensions, light touch and works",
            *([f"{many(len(kept.outcomes), 'outcome')}, provisional"] if kept.outcomes else []),
            *([f"{many(len(kept.requirements), 'requirement')} with {DETAIL}"] if kept.requirements else []),
        ],
        left=[
            "Its lead: you lead the new commission, until somebody else is chosen",
            "What people said, private ideas, events, the diagnostic report and the lessons",
            "Which remark or contract an outcome is based on: link the outcomes to what is heard this time",
            "The answers to the tests of relevance, proportion and risk",
            "The plan, what was considered under the 2012 Act, and every approval",
            "Dates, tenders and contracts, and the place in the public forward plan",
        ],
        changed=[*kept.changed, *_dates_and_money(source)],
    )


def _dates_and_money(source: Commission) -> list[str]:
    year = source.created_at.astimezone(clock.LONDON).year
    found = []
    if source.starts_on and source.starts_on <= clock.today():
        found.append(f"{source.reference} was to start on {plain_day(source.starts_on)}: enter the new start")
    if year < clock.today().year:
        found.append(f"{plain_money(source.estimated_value)} was the estimate in {year}: check it")
    return found
