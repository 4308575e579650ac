"""A tender with everything a question can say, and what a page shows of its questions."""

import re
from datetime import timedelta
from html import unescape

from procurement.tendering import services
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import bidding, people, tendering

FILES = "up to 3 files (PDF, Word (docx), PNG or JPEG, up to 10 MB each)"
REQUIREMENT = (
    "R1: At least three young people facing disadvantage take up an apprenticeship or a lasting job. "
    "Target: 3 people over the whole contract. Counted: Apprenticeships or jobs of six months or more."
)
# What stands with each question of the tender below, requirements first
SHOWN = {
    "q1": [
        "A good answer shows: Names, days and what happens when somebody is ill.",
        "Points: 30 of 100 (50 % of Quality)",
        "Minimum score: 2 of 5; a bid that scores less is disqualified",
        f"Limits: up to 1,500 words; {FILES}",
    ],
    "q2": ["Points: 18 of 100 (30 % of Quality)", f"Limits: up to 500 words; {FILES}"],
    "q3": [REQUIREMENT, "Points: 7.2 of 100 (60 % of Social value)", f"Limits: no word limit; {FILES}"],
    "q4": [
        "Priority: Local employment",
        "Points: 4.8 of 100 (40 % of Social value)",
        f"Limits: no word limit; {FILES}",
        "Commitments: asked for, each with its outcome, how it is measured, how much, its evidence, "
        "and how local people were involved",
    ],
}
WORDINGS = {
    "q1": "How will you deliver the breaks?",
    "q2": "Who will do the work?",
    "q3": "How will you meet the requirements?",
    "q4": "What else will you do for local employment?",
}
EVERYTHING = [line for key in SHOWN for line in SHOWN[key]]


def draft(more: int = 0) -> Tender:
    """Not yet sent for checking; ``more``: so many pass or fail questions besides the four."""
    tender = tendering.with_criteria(tendering.draft())
    by = tender.drafted_by
    services.set_question(
        tender.criteria.get(key="q1"),
        by=by,
        wording=WORDINGS["q1"],
        guidance="Names, days and what happens when somebody is ill.",
        word_limit=1500,
    )
    for number in range(more):
        one = services.add_criterion(tender, by=by, kind=K.PASS_FAIL, key=f"pass{number + 1}", title=f"Policy {number + 1}")
        services.set_question(one, by=by, wording="Have you one?")
    return Tender.objects.get(pk=tender.pk)


def published(more: int = 0) -> Tender:
    tender = draft(more)
    services.send_for_checking(tender, by=tender.drafted_by)
    return services.publish(tender, by=people.person(tender.council, Role.PROCUREMENT_OFFICER))


def opened(bids: int = 1, more: int = 0) -> Tender:
    with clock.at(clock.now() - timedelta(days=40)):
        return bidding.opened_tender(bids, tender=published(more))


def plain(html: str) -> str:
    """Text as it is read: no tags, single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split()).replace(" .", ".").replace(" ;", ";")


def shown(html: str) -> list[str]:
    """Every line that pages show of questions as published, in the page's order."""
    lists = re.findall(r'<ul class="[^"]*sv-asked[^"]*">(.*?)</ul>', html, re.S)
    return [plain(line) for one in lists for line in re.findall(r"<li[^>]*>(.*?)</li>", one, re.S)]


def wordings(html: str) -> list[str]:
    """The wordings of the four questions that stand on the page as such, in its order."""
    said = [plain(one) for one in re.findall(r'<p class="sv-words">(.*?)</p>', html, re.S)]
    return [one for one in said if one in WORDINGS.values()]
