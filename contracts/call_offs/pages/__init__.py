"""What the page of a framework agreement and the page of a contract say, ready for their templates."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from contracts.call_offs.calculations.ceiling import Use
from contracts.call_offs.calculations.due import notices
from contracts.call_offs.calculations.words import Said, said
from contracts.call_offs.enums import DayKind
from contracts.call_offs.models import AgreementDay, CallOff, FrameworkAgreement, FrameworkLot, LotSupplier, MiniCompetition
from contracts.call_offs.permissions import (
    can_call_off,
    can_change_agreement,
    can_start_competition,
    check_no_tie_to_agreement,
)
from contracts.call_offs.selectors import facts_of, lot_uses, refreshed, uses_of
from contracts.register.models import Contract
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import tied_words
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import day, money, plain_day
from socialvalue.law.framework_agreements import BY_KEY, refresh_by

# The newest; the whole record is the administrators'
MOST_EVENTS = 30


@dataclass(frozen=True)
class LotPart:
    """A lot with its suppliers of today, those to come and those that left, and what is called off under it."""

    lot: FrameworkLot
    now: list[LotSupplier]
    later: list[LotSupplier]
    gone: list[LotSupplier]
    use: Use


@dataclass(frozen=True)
class CallOffRow:
    """One call-off as its reader may know it. ``url`` is empty where they do not see the contract; ``why`` is the council's."""

    call_off: CallOff
    supplier: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class Running:
    """A mini-competition that has no contract yet; ``url`` leads to the tender as this person sees it."""

    competition: MiniCompetition
    url: str


def agreement_context(agreement: FrameworkAgreement, user: User) -> dict[str, Any]:
    """The page of one. A supplier sees the agreement, who is on it, its own call-offs and what is published of the others."""
    officer = user.can(P.VIEW_CONTRACTS, agreement.council_id)
    today = clock.today()
    shown = None if officer else user
    lots = list(agreement.lots.all())
    days = list(agreement.days.select_related("done_by"))
    return {
        "agreement": agreement,
        "officer": officer,
        "use": uses_of([agreement], shown)[agreement.pk],
        "lots": _lots(lots, shown, today),
        "divided": any(lot.is_division for lot in lots),
        "call_offs": _call_offs(agreement, user, officer=officer),
        "running": _running(agreement, user),
        "days": days,
        # What came of it is recorded of the next one, and of those before it
        "next_day": max(today, min((one.on for one in days if one.done_on is None), default=today)),
        "colour": "green" if agreement.is_live else "grey",
        "summary": summary_rows(agreement, days),
        "warnings": _warnings(agreement, today) if officer else [],
        "ahead": ahead_of(agreement, days, today),
        "may_change": can_change_agreement(user, agreement),
        "may_call_off": can_call_off(user, agreement),
        "may_compete": can_start_competition(user, agreement),
        "tied": tied_words(user, P.EDIT_CONTRACTS, agreement.council, check_no_tie_to_agreement, agreement),
        "events": timeline(agreement)[:MOST_EVENTS] if officer else None,
        "breadcrumbs": [("Framework agreements", reverse("agreements"))],
    }


def _lots(lots: list[FrameworkLot], shown: User | None, today: date) -> list[LotPart]:
    uses = lot_uses(lots, shown)
    rows: dict[int, list[LotSupplier]] = defaultdict(list)
    for one in LotSupplier.objects.filter(lot__in=lots).select_related("refresh", "supplier"):
        rows[one.lot_id].append(one)
    return [
        LotPart(
            lot,
            now=[one for one in rows[lot.pk] if one.holds_on(today)],
            later=[one for one in rows[lot.pk] if one.joined_on > today],
            gone=[one for one in rows[lot.pk] if one.left_on is not None and one.left_on < today],
            use=uses[lot.pk],
        )
        for lot in lots
    ]


def _call_offs(agreement: FrameworkAgreement, user: User, *, officer: bool) -> list[CallOffRow]:
    found = CallOff.objects.visible_to(user).filter(lot__agreement=agreement)
    found = found.select_related("contract", "lot", "competition__tender", "by").prefetch_related("contract__parties")
    opens = set(Contract.objects.visible_to(user).filter(call_off__lot__agreement=agreement).values_list("pk", flat=True))
    return [
        CallOffRow(
            one,
            supplier=one.contract.supplier_words,
            url=reverse("contract", args=[one.contract_id]) if one.contract_id in opens else "",
            why=why_directly(one) if officer else "",
        )
        for one in found
    ]


def why_directly(one: CallOff) -> str:
    """“The agreement sets out … (Procurement Act 2023, section 45(4)(b)). Clause 12.3. The nearest depot was …”"""
    if not one.ground:
        return ""
    ground = BY_KEY[one.ground]
    return f"{ground.label} ({ground.source}). {one.terms.rstrip('.')}. {one.reason}"


def _running(agreement: FrameworkAgreement, user: User) -> list[Running]:
    """Those whose tender this person sees: of a draft the officers, of one that is published those invited too."""
    seen = Tender.objects.visible_to(user).filter(mini_competition__lot__agreement=agreement).values("pk")
    rows = MiniCompetition.objects.filter(tender__in=seen, call_off=None).select_related("tender", "lot")
    inside = user.can(P.VIEW_COMMISSIONS, agreement.council_id)
    return [Running(one, reverse("tender" if inside else "opportunity", args=[one.tender.reference])) for one in rows]


def _warnings(agreement: FrameworkAgreement, today: date) -> list[tuple[Said, bool]]:
    """What it warns of today, and whether the day of that is over."""
    if not agreement.is_live:
        return []
    facts = facts_of([agreement])[agreement.pk]
    return [(said(one, agreement.title, facts.use, today), one.is_over(today)) for one in notices(facts, today)]


def ahead_of(agreement: FrameworkAgreement, days: list[AgreementDay], today: date) -> str:
    """What comes next, on which day, in a sentence."""
    if agreement.is_over:
        return f"It ended on {plain_day(agreement.last_day)}. Contracts that were called off run on until their own last days."
    if agreement.starts_on > today:
        return f"It begins on {plain_day(agreement.starts_on)}. Enter its suppliers before anything is called off."
    waiting = [one for one in days if one.done_on is None and one.on <= agreement.last_day]
    if not waiting:
        return f"It ends on {plain_day(agreement.last_day)}."
    one = waiting[0]
    what = "New suppliers can join" if one.kind == DayKind.REFRESH else "It is reviewed"
    if one.on < today:
        overdue = "New suppliers were to join" if one.kind == DayKind.REFRESH else "It was to be reviewed"
        return f"{overdue} on {plain_day(one.on)}: record what came of it."
    return f"{what} on {plain_day(one.on)}."


def summary_rows(agreement: FrameworkAgreement, days: list[AgreementDay]) -> list[dict[str, Any]]:
    """The entry as a summary list."""
    rows = [
        ("Council", agreement.council.name),
        ("Directorate", agreement.directorate.name),
        ("Contract manager", agreement.manager),
        ("Lead director", agreement.lead_director),
        ("First day", day(agreement.starts_on)),
        ("Last day", day(agreement.ends_on)),
        *([("Ended early", f"{plain_day(agreement.ended_on)}. {agreement.ended_reason}")] if agreement.ended_on else []),
        *([("Why it lasts longer", agreement.longer_reason)] if agreement.longer_reason else []),
        ("Ceiling", f"{money(agreement.ceiling)} without VAT"),
        ("New suppliers", _takes_in(agreement, days)),
        *([("Rules", "Light touch")] if agreement.light_touch else []),
        ("Guarantee of work", agreement.no_guarantee),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def _takes_in(agreement: FrameworkAgreement, days: list[AgreementDay]) -> str:
    if not agreement.is_open:
        return "None can join: it is no open framework"
    by = refresh_by(agreement.starts_on, refreshed(days))
    if by is None or by >= agreement.last_day:
        return "Can join at a refresh"
    return f"Can join at a refresh; by law the next one is due by {plain_day(by)}"


def line_of(contract: Contract, user: User) -> dict[str, str] | None:
    """“Called off under …” for the contract's page, linked where its reader sees the agreement.

    ``call_off`` with its lot and agreement is loaded: no query of a contract that was not called off.
    """
    row = getattr(contract, "call_off", None)
    if row is None:
        return None
    agreement, lot = row.agreement, row.lot
    seen = FrameworkAgreement.objects.visible_to(user).filter(pk=agreement.pk).exists()
    of = f", lot {lot.number} ({lot.title})" if lot.is_division else ""
    return {
        "title": agreement.title,
        "rest": f"{of}, {row.get_how_display().lower()}",
        "url": reverse("agreement", args=[agreement.pk]) if seen else "",
        "why": why_directly(row) if user.can(P.VIEW_CONTRACTS, contract.council_id) else "",
    }
