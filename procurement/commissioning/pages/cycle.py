"""The four-step bar and the line beneath it: what happens next, who does it, by when, with its link for whoever may."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from procurement.commissioning.calculations import cycle
from procurement.commissioning.calculations.cycle import Facts, Next, Step
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.progress import Progress, progress_of, progresses_of
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.lists import linked, with_under
from socialvalue.common.templatetags.formats import day, moment
from socialvalue.common.templatetags.govuk import tag

# {what is next: (its page, what its address is made of, the permissions of which one is needed)}; the rest has no page
LINKS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "key-questions": ("key-questions", "commission", (P.EDIT_COMMISSIONS,)),
    "diagnostic": ("diagnostic", "commission", (P.EDIT_COMMISSIONS,)),
    "plan": ("plan", "commission", (P.EDIT_COMMISSIONS,)),
    "plan-decide": ("plan-decide", "commission", (P.APPROVE_PLANS,)),
    "tender-new": ("tender-new", "commission", (P.EDIT_COMMISSIONS,)),
    "commission-review": ("commission-review", "commission", (P.EDIT_COMMISSIONS,)),
    "move-plan": ("commission-move", "commission", (P.EDIT_COMMISSIONS,)),
    "move-do": ("commission-move", "commission", (P.EDIT_COMMISSIONS,)),
    "move-review": ("commission-move", "commission", (P.EDIT_COMMISSIONS,)),
    "move-close": ("commission-move", "commission", (P.EDIT_COMMISSIONS,)),
    "tender-finish": ("tender", "tender", (P.EDIT_COMMISSIONS,)),
    "tender-check": ("tender-check", "tender", (P.CHECK_TENDERS,)),
    "opening": ("opening", "tender", (P.OPEN_BIDS,)),
    "evaluation-set-up": ("evaluation-set-up", "tender", (P.LEAD_EVALUATION,)),
    "evaluation": ("evaluation", "tender", (P.LEAD_EVALUATION,)),
    "evaluation-moderation": ("evaluation-moderation", "tender", (P.LEAD_EVALUATION,)),
    "award": ("award", "tender", (P.LEAD_EVALUATION,)),
    "award-decide": ("award-decide", "tender", (P.DECIDE_AWARDS,)),
    "award-tell": ("award-tell", "tender", (P.CHECK_TENDERS,)),
    "contract-make": ("contract-make", "award", (P.EDIT_CONTRACTS,)),
    "contract-handover": ("contract-handover", "contract", (P.EDIT_CONTRACTS, P.BID)),
    "contract-returns": ("contract-returns", "contract", (P.EDIT_CONTRACTS, P.BID)),
    "returns-verify": ("returns-to-verify", "contract", (P.VERIFY_RETURNS,)),
}
# Beneath a start that comes too soon
CANNOT_BE_KEPT = "Cannot be kept"
# Lists that are filtered by what the record is called
LISTS = {"returns-verify"}


# Whom a tie keeps from a tender, by its reference: rooms above know who bids, and say so when the storey starts
_tied: list[Callable[[User, str], bool]] = []


def keeps_out(rule: Callable[[User, str], bool]) -> None:
    """Nobody whom ``rule`` names is given the link to what comes next in a tender."""
    _tied.append(rule)


@dataclass(frozen=True)
class Ahead:
    """The line: ``url`` is empty for who may not do it; ``day`` or ``moment`` is by when, and ``late`` when that has passed."""

    text: str
    who: str
    url: str
    day: date | None
    moment: datetime | None
    word: str
    late: bool
    # The day on which the contract was to start, where that cannot be kept any more
    start_lost: date | None = None


@dataclass(frozen=True)
class Bar:
    """What ``{% cycle_bar %}`` draws."""

    steps: list[dict]
    ahead: Ahead | None


def bar_of(
    commission: Commission, user: User, *, here: str, tender: int | None = None, own: list[Step] | None = None, **facts
) -> Bar:
    """The bar of a commission, or of one of its tenders, for this person on the page ``here``. Five queries.

    ``facts`` are those that the page knows better: of its contract, say, whose steps are ``own``. Nothing leads to the page
    itself.
    """
    progress = progress_of(commission, tender)
    progress = replace(progress, facts=replace(progress.facts, **facts))
    today = clock.today()
    steps = cycle.steps(commission.stage, progress.moves, progress.planned, progress.starts_on, today)
    if own:
        steps = cycle.with_contract(steps, commission.stage, own)
    home = reverse("commission", args=[commission.reference])
    sees = user.can(P.VIEW_COMMISSIONS, commission.council_id)
    ahead = cycle.next_step(progress.facts, progress.planned, clock.now(), today)
    drawn = [_drawn(step, f"{'' if here == home else home}#{step.stage}" if sees else "") for step in steps]
    line = _ahead(ahead, user, commission.council_id, _keys(commission, progress), here)
    return Bar(drawn, line and replace(line, start_lost=progress.start_lost(today)))


def aheads_of(wanted: Sequence[tuple[Commission, int | None]], user: User) -> list[Ahead | None]:
    """The line of each commission, or of its tender with the key beside it; the same five queries however many there are."""
    lines = []
    for (commission, _), progress in zip(wanted, progresses_of(wanted), strict=True):
        ahead = cycle.next_step(progress.facts, progress.planned, clock.now(), clock.today())
        line = _ahead(ahead, user, commission.council_id, _keys(commission, progress), "")
        lines.append(line and replace(line, start_lost=progress.start_lost(clock.today())))
    return lines


def cell_of(ahead: Ahead | None, known: str = "") -> SafeString | str:
    """The line as a cell of a list; who does it is left out where the row says so already (``known``)."""
    if ahead is None:
        return "None"
    when = moment(ahead.moment) if ahead.moment else day(ahead.day) if ahead.day else ""
    under = format_html("{} {}{}", ahead.word, when, format_html(" {}", tag("Overdue")) if ahead.late else "") if when else ""
    who = "" if ahead.who == known else ahead.who
    return linked(ahead.url, ahead.text, who, under) if ahead.url else with_under(ahead.text, who, under)


def _keys(commission: Commission, progress: Progress) -> dict:
    """What the addresses in ``LINKS`` are made of."""
    return {
        "commission": commission.reference,
        "tender": progress.tender,
        "award": progress.award,
        "contract": progress.contract,
        "called": progress.contract_reference,
    }


def bar_of_contract(facts: Facts, steps: list[Step], user: User, council: int, *, contract: int, called: str, here: str) -> Bar:
    """The bar of a contract alone, ``called`` by its reference: its commission is not here, or not for this person to see."""
    ahead = cycle.next_step(facts, {}, clock.now(), clock.today())
    return Bar([_drawn(step, "") for step in steps], _ahead(ahead, user, council, {"contract": contract, "called": called}, here))


def _drawn(step: Step, url: str) -> dict:
    return {"name": step.stage.label, "state": step.state, "starts": step.starts, "ends": step.ends, "url": url}


def _ahead(ahead: Next | None, user: User, council: int, keys: dict, here: str) -> Ahead | None:
    if ahead is None:
        return None
    url = _url(ahead, user, council, keys)
    moment = ahead.by if isinstance(ahead.by, datetime) else None
    day = None if moment else ahead.by
    late = moment < clock.now() if moment else day is not None and day < clock.today()
    return Ahead(ahead.text, ahead.who, "" if url == here else url, day, moment, ahead.word, late)


def _url(ahead: Next, user: User, council: int, keys: dict) -> str:
    route, kind, permissions = LINKS.get(ahead.key, ("", "", ()))
    # A supplier's permission is one in its own organisation; it sees no contract but its own
    may = any(user.can(one, None if one == P.BID else council) for one in permissions)
    if not may or user.pk == ahead.not_by or not keys.get(kind):
        return ""
    if kind in ("tender", "award") and any(rule(user, keys["tender"]) for rule in _tied):
        return ""
    if ahead.key in LISTS:
        return f"{reverse(route)}?{urlencode({kind: keys['called']})}"
    _, _, verb = ahead.key.partition("move-")
    return reverse(route, args=[keys[kind], verb] if verb else [keys[kind]])
