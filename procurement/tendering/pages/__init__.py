"""What the pages show of a tender: its tasks, its place in the cycle, the words for its parts. No HTML."""

from datetime import datetime

from django.urls import reverse

from procurement.commissioning.models import Commission
from procurement.tendering import permissions, selectors
from procurement.tendering.calculations.missing import Problem
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Method, PriceFormula
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.models import Tender
from procurement.tendering.selectors.copying import Kept
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.copying import Preview
from socialvalue.common.counting import many
from socialvalue.common.templatetags.formats import plain_day, plain_money, plain_time

COLOURS: dict[str, str] = {
    S.DRAFT: "grey",
    S.CHECKING: "yellow",
    S.RETURNED: "red",
    S.PUBLISHED: "blue",
    S.CLOSED: "teal",
    S.OPENED: "teal",
    S.EVALUATED: "purple",
    S.DECIDED: "green",
    S.CONTRACTED: "green",
    S.TERMINATED: "grey",
}
FORMULAS = {
    PriceFormula.LOWEST_OVER_BID: "The lowest price gets all points. A higher one gets the lowest price divided by it: "
    "twice the lowest price, half the points.",
    PriceFormula.LINEAR_FROM_LOWEST: "The lowest price gets all points. Every per cent above it costs one per cent of them: "
    "twice the lowest price, no points.",
    PriceFormula.LINEAR_TO_CEILING: "Points fall in a straight line from all at the floor to none at the ceiling. "
    "No bid changes another’s points.",
    PriceFormula.MEAN_DEVIATION: "The average price gets half of the points. Every per cent below it adds one per cent of them, "
    "every per cent above it removes one.",
}
# From the deadline on, in order
ONWARD = (S.CLOSED, S.OPENED, S.EVALUATED, S.DECIDED, S.CONTRACTED)
AWARD_READERS = (Permission.LEAD_EVALUATION, Permission.DECIDE_AWARDS, Permission.CHECK_TENDERS, Permission.EDIT_CONTRACTS)
OPENING_READERS = (Permission.OPEN_BIDS, *AWARD_READERS[:3])


def moment(value: datetime | None) -> str:
    """“2pm on 20 November 2026”; empty without a moment."""
    return f"{plain_day(value)} at {plain_time(value)}" if value else ""


def questions_line(tender: Tender) -> str:
    """Until when suppliers may ask about a tender that is open for bids."""
    last = permissions.questions_until(tender)
    if clock.today() <= last:
        return f"Questions can be asked until the end of {plain_day(last)}."
    assert tender.published_at is not None, "a tender that is open for bids was published"
    if tender.published_at.astimezone(clock.LONDON).date() > last:
        return "Bids are due so soon that no time is left for questions."
    return f"The time for questions ended on {plain_day(last)}."


def trail(tender: Tender, *, itself: bool = False) -> list[tuple[str, str]]:
    """Breadcrumbs down to the tender (``itself``: on a page below it)."""
    crumbs = [
        ("Tenders", reverse("tenders")),
        (tender.commission.title, reverse("commission", args=[tender.commission.reference])),
    ]
    if itself:
        crumbs.append((tender.reference, reverse("tender", args=[tender.reference])))
    return crumbs


def tasks(tender: Tender, found: selectors.Weights, editable: bool) -> list[dict]:
    """The drafter's list: what there is to do, and how far it is."""
    nodes = [n for n in selectors.tree.leaves(found.roots) if n.criterion.kind != K.PRICE]
    asked = sum(1 for n in nodes if hasattr(n.criterion, "question"))
    lacking = [text for n in nodes if hasattr(n.criterion, "question") for text in selectors.question_problems(n.criterion)]
    written = f"{asked} of {len(nodes)} written"
    levels = tender.scale_maximum + 1
    rows = [
        ("Details", "tender-details", "What is wanted, its value, how social value counts", "Done"),
        (
            "Award criteria and weights",
            "tender-criteria",
            found.problems[0] if found.problems else str(found.share),
            "Done" if not found.problems else "In progress" if found.roots else "Not started",
        ),
        (
            "Questions",
            "tender-criteria",
            (f"{written}. {lacking[0]}" if lacking else written) if nodes else "Add criteria first",
            "Not started" if not asked else "Done" if asked == len(nodes) and not lacking else "In progress",
        ),
        ("Scoring scale", "tender-scale", f"{levels} levels, 0 to {tender.scale_maximum}", "Done"),
        (
            "Timetable",
            "tender-timetable",
            f"Bids are due by {moment(tender.deadline)}" if tender.deadline else "No deadline yet",
            "Done" if tender.deadline and tender.deadline > clock.now() else "Not started",
        ),
    ]
    return [
        {
            "title": title,
            "url": reverse(name, args=[tender.reference]) if editable or name in ("tender-criteria", "tender-scale") else "",
            "hint": hint,
            "status": status,
        }
        for title, name, hint, status in rows
    ]


OF_THE_COMMISSION = ("plan", "act-record")


def with_addresses(tender: Tender, problems: list[Problem], user: User) -> list[tuple[str, str]]:
    """(sentence, address of the page on which it is put right); the address is empty for those who may not change it there."""
    drafts = permissions.can_edit(user, tender)
    reads = user.can(Permission.VIEW_COMMISSIONS, tender.council)
    lines = []
    for one in problems:
        of_commission = one.page in OF_THE_COMMISSION
        about = tender.commission.reference if of_commission else tender.reference
        may = reads if of_commission else drafts
        lines.append((one.text, reverse(one.page, args=[about, *one.args]) if may else ""))
    return lines


def onward(tender: Tender, user: User) -> list[tuple[str, str]]:
    """Links to what follows, as far as the tender has come and this person may go."""
    rows = []
    reached = ONWARD.index(tender.status) if tender.status in ONWARD else -1
    if reached >= 0 and any(user.can(one, tender.council) for one in OPENING_READERS):
        rows.append(("Opening of bids", reverse("opening", args=[tender.reference])))
    evaluation = _seen(tender, "evaluation", user)
    if evaluation is not None:
        rows.append(("Evaluation", reverse("evaluation", args=[tender.reference])))
    elif tender.status == S.OPENED and user.can(Permission.LEAD_EVALUATION, tender.council) and not hasattr(tender, "evaluation"):
        rows.append(("Set up the evaluation", reverse("evaluation-set-up", args=[tender.reference])))
    if reached >= ONWARD.index(S.EVALUATED) and any(user.can(one, tender.council) for one in AWARD_READERS):
        rows.append(("Award", reverse("award", args=[tender.reference])))
    return rows[::-1]


def _seen(tender: Tender, name: str, user: User):
    """The row of a later room that hangs on the tender, where there is one and this person may see it."""
    row = getattr(tender, name, None)
    return row if row is not None and type(row).objects.visible_to(user).filter(pk=row.pk).exists() else None


def file_of_the_ended(tender: Tender, user: User) -> str:
    """Where the whole file of a procurement that ended without an award is taken from; empty otherwise."""
    may = tender.status == S.TERMINATED and user.can(Permission.CHECK_TENDERS, tender.council)
    return reverse("procurement-file", args=[tender.reference]) if may else ""


def facts(tender: Tender) -> list[dict]:
    """The summary list of the public page."""
    ends = plain_day(tender.contract_ends_on)
    if tender.extension_months:
        ends += f", with a possible extension of {tender.extension_months} months"
    suits = [
        words
        for yes, words in (
            (tender.suits_sme, "small and medium-sized organisations"),
            (tender.suits_vcse, "voluntary, community and social enterprise organisations"),
        )
        if yes
    ]
    return [
        {"key": "Buyer", "value": tender.commission.council.name},
        {"key": "For", "value": tender.commission.people},
        {"key": "Value", "value": f"{plain_money(tender.value)} over the whole term, VAT included"},
        {"key": "Contract", "value": f"{plain_day(tender.contract_starts_on)} to {ends}"},
        {"key": "Published", "value": moment(tender.published_at) or "Not yet"},
        {"key": "Suitable for", "value": " and ".join(suits).capitalize() or "Not thought suitable for small organisations"},
    ]


def copied(source: Tender, commission: Commission, kept: Kept) -> Preview:
    """What the page says before a tender is started from another, for ``commission``."""
    changed = list(kept.changed)
    if source.method == Method.GATEWAY and source.maximum_price is not None:
        changed.append(f"The gateway’s highest price of {plain_money(source.maximum_price)} is of that time: check it")
    if source.contract_starts_on <= clock.today():
        changed.append(f"Its contract was to start on {plain_day(source.contract_starts_on)}: enter the new dates")
    if commission.pk == source.commission_id:
        changed.append(f"Both tenders would belong to {commission.reference}: for next year’s service, start a commission first")
    asked = len({one.pk for asked in kept.questions.values() for one in asked.requirements})
    return Preview(
        along=[
            "What is wanted, for whom it is suitable, what is reported, and how social value counts",
            f"The scoring scale from 0 to {source.scale_maximum}, in its words",
            f"{many(len(kept.criteria), 'award criterion', 'award criteria')} with weights and minimum scores",
            f"{many(len(kept.questions), 'question')} with guidance and word limits",
            f"{many(asked, 'requirement')} of {commission.reference} that the questions ask for",
        ],
        left=[
            "The timetable: the deadline and the dates of the contract",
            "Bids, suppliers’ questions and amendments",
            "The panel, scores and the award",
            "Who checked and published it: the new tender is checked like any other",
        ],
        changed=changed,
    )
