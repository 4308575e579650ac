"""One council with everything at once: something in every state that somebody can do something about."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from allauth.mfa.models import Authenticator
from django.urls import reverse

from contracts.benefits import services as benefits
from contracts.call_offs import services as agreements
from contracts.call_offs.calculations.details import LotDetails
from contracts.follow_up import services as follow_up
from contracts.grants import services as evaluating
from contracts.handover import services as handover
from contracts.handover.enums import Point
from contracts.independent import services as independent
from contracts.independent.services import Look
from contracts.obligations import services as obligations
from contracts.obligations.models import Obligation
from contracts.performance.composing import SubScore
from contracts.register import services as register
from contracts.register.calculations.links import Link
from contracts.register.selectors import grounds_of
from contracts.returns import services as returns
from contracts.schedule import services as schedule
from measurement.reports import services as reports
from procurement.bidding import services as bids
from procurement.pipeline import services as planning
from procurement.tendering import services as tenders
from procurement.tendering.models import Tender
from socialvalue.accounts import services as accounts
from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.services.ties import enter_tie
from socialvalue.common import clock
from socialvalue.framework import services as frameworks
from socialvalue.framework.models import Measure
from socialvalue.law.days import add_months
from socialvalue.law.periods import quarter_of
from socialvalue.law.services import enter_proclaimed_day
from socialvalue.ledger.services import add_witness
from socialvalue.suppliers.models import JoinRequest
from socialvalue.suppliers.services import together
from socialvalue.suppliers.services.details import edit_organisation
from tests.builders import (
    award,
    bidding,
    chain,
    commissioning,
    contracts,
    engagement,
    evaluation,
    framework,
    measurement,
    people,
    pipeline,
    proxies,
    tendering,
)
from tests.contracts.call_offs import steps as call_offs
from tests.contracts.evidence import steps as stories
from tests.contracts.grants import steps as grants
from tests.contracts.innovation import steps as ideas
from tests.contracts.papers import steps as documents
from tests.contracts.schedule import locked as locking
from tests.contracts.supply import steps as chains
from tests.socialvalue.places import files as postcodes

COUNCIL_ROLES = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]
# Who acts for a supplier and lost their second step
LOST_STEP = "lost.step@example.org"
# A supplier whose name somebody types who looks for one
NEWCOMER = "Newcomer Care Ltd"
WORDS = "Because it was agreed so at the meeting."


@dataclass
class Everything:
    """Who walks through it: each person's name says which side they are on."""

    council: Organisation
    people: dict[str, User | None] = field(default_factory=dict)
    starts: list[str] = field(default_factory=lambda: ["/", "/help/", "/account/", "/register/", "/views/contracts/new/"])
    # Who looks at these pages only: {name: addresses}
    only: dict[str, list[str]] = field(default_factory=dict)

    def begin(self, label: str) -> list[str]:
        return self.only.get(label, self.starts)


def everything() -> Everything:
    done = chain.journey()
    chain.first_return_verified(done)
    council = done.commission.council
    found = Everything(council)
    # All roles at once, and another hand for what the first has sent
    lead, other = people.person(council, *COUNCIL_ROLES), people.person(council, *COUNCIL_ROLES)
    partner = pipeline.partner()
    found.people = {
        "council": lead, "another hand": other, "supplier": done.supplier_user,
        "partner": people.person(partner, Role.PARTNER), "nobody": None,
    }  # fmt: skip
    _commissions(council, lead, done.supplier_user, partner, found)
    _tenders(council, lead, done.supplier_user, found)
    _evaluations(council, lead, found)
    _contracts(council, done, found)
    _reports(council)
    _frameworks(lead, found)
    _people(council, lead, other, found)
    accounts.invite(done.supplier_user.supplier, by=done.supplier_user, email="invited@example.org")
    return found


def _people(council, lead, other, found) -> None:
    """A role that waits for its second person, one for a time, a tie to a supplier, a day that waits for a second administrator."""
    plain = people.person(council, Role.MEMBER)
    administration.change_roles(
        plain, council, by=other, roles=[Role.MEMBER, Role.LEAD_DIRECTOR], reason=WORDS, directorate=council.directorates.first()
    )
    granted = people.person(council, Role.MEMBER)
    administration.change_roles(granted, council, by=lead, roles=[Role.MEMBER, Role.LEAD_DIRECTOR], reason=WORDS)
    resets = [people.lost_step(council, by=one) for one in (lead, other)]
    could_be = people.person(council, Role.MEMBER)
    Authenticator.objects.create(user=could_be, type=Authenticator.Type.TOTP, data={})
    for_a_time, last = people.person(council, Role.MEMBER), clock.today() + timedelta(days=30)
    roles = [Role.MEMBER, Role.EVALUATOR]
    administration.change_roles(for_a_time, council, by=other, roles=roles, reason=WORDS, until=last)
    tie = enter_tie(plain, by=other, supplier=people.supplier())
    day = clock.today() + timedelta(days=300)
    day += timedelta(days=2 * (day.weekday() >= 5))
    enter_proclaimed_day(council, by=other, day=day, parts=["SCT"], name="A day", source="https://example.org/proclaimed/2")
    for office in ("auditor", "neighbour"):
        named = add_witness(council, by=other, name=office, email=f"{office}@outside.example", reason=WORDS)
        found.starts.append(reverse("administration-witness-end", args=[named.pk]))
    found.starts += [reverse("role-grant", args=[grant.pk]) for grant in RoleGrant.objects.all()]
    found.starts += [reverse("step-reset", args=[reset.pk]) for reset in resets]
    found.starts += [reverse("administration-person-step", args=[could_be.pk])]
    ends = for_a_time.memberships.get(until=last)
    found.starts += [
        reverse("administration-role-renew", args=[for_a_time.pk, ends.pk]),
        reverse("administration-bank-holiday-confirm", args=[day]),
        reverse("administration-person-supplier-end", args=[tie.pk]),
        reverse("administration-person-supplier-new", args=[plain.pk]),
        reverse("account-supplier-new"), reverse("administration-closed-new"), reverse("administration-colours"),
    ]  # fmt: skip


def _commissions(council, lead, supplier_user, partner, found) -> None:
    begun = commissioning.commission(council=council, by=lead)
    chain_of = engagement.remark(begun)
    engagement.remark(begun)
    commissioning.outcome(begun)
    dropped = commissioning.outcome(begun)
    commissioning.services.drop_outcome(dropped, by=lead, reason=WORDS)
    engagement.event(begun), engagement.advertised_event(begun), engagement.held_event(begun)
    pipeline.planned(begun, clock.today() + timedelta(days=100), by=lead)
    commissioning.complete_plan(begun)
    entry = {"kind": "need", "text": "Carers have no time for themselves.", "remarks": [chain_of]}
    commissioning.services.add_entry(begun, by=lead, **entry)
    engagement.idea(commissioning.commission(council=council, by=lead, in_forward_plan=True), by=supplier_user)
    said = commissioning.commission(council=council, by=lead)
    engagement.published_you_said(said)
    engagement.services.respond(engagement.remark(said), by=lead, response=WORDS)
    found.starts += [reverse(name, args=[said.reference]) for name in ("you-said-publish", "you-said-take-back")]
    waits = commissioning.considered(commissioning.commission(council=council, by=lead))
    commissioning.submitted_plan(waits)
    found.only["another hand"] = [reverse("plan-decide", args=[waits.reference])]
    commissioning.commission_with_approved_plan(council=council, by=lead)
    member = people.person(partner, Role.PARTNER)
    pipeline.posting(council=council, body=partner, by=member)
    pipeline.published_posting(council=council, body=partner, by=member)
    back = pipeline.posting(council=council, body=partner, by=member)
    planning.decide_posting(back, by=people.person(council, Role.PROCUREMENT_OFFICER), publish=False, comment=WORDS)


def _tender_of(council, lead, **details) -> Tender:
    return tendering.published_tender(commission=tendering.commission(council=council, by=lead), **details)


def _tenders(council, lead, supplier_user, found) -> None:
    tendering.with_criteria(tendering.draft(tendering.commission(council=council, by=lead)))
    tendering.draft(tendering.commission(council=council, by=lead))
    marked = proxies.marked(council=council)
    found.starts += [
        reverse(name, args=[marked.reference, proxies.question(marked).pk]) for name in ("criterion-proxies", "criterion-judge")
    ]
    found.starts.append(reverse("criterion-add", args=[marked.reference]) + "?kind=quality")
    checked = tendering.checking_tender(tendering.commission(council=council, by=lead))
    found.only["another hand"].append(reverse("tender-check", args=[checked.reference]))
    _tender_of(council, lead)
    asked = _tender_of(council, lead)
    tenders.ask_clarification(asked, by=supplier_user, supplier=supplier_user.supplier, question="May two bid together?")
    bidding.filled_bid(asked, supplier_user)
    unfinished = _tender_of(council, lead)
    bids.start_bid(unfinished, by=supplier_user, supplier=supplier_user.supplier)
    bidding.submitted_bid(_tender_of(council, lead), supplier_user)
    bidding.damage(bidding.filled_bid(_tender_of(council, lead), supplier_user))
    changed = _tender_of(council, lead)
    bids.begin_replacement(bidding.submitted_bid(changed, supplier_user), by=supplier_user)
    amended = _tender_of(council, lead)
    bidding.submitted_bid(amended, supplier_user)
    tenders.amend(Tender.objects.get(pk=amended.pk), by=lead, text="The hall is open on Saturdays too.")
    for begun in (False, True):
        with clock.at(clock.now() - timedelta(days=60)):
            over = _tender_of(council, lead)
            bidding.submitted_bid(over, bidding.bidder())
        if begun:
            bids.begin_opening(over, by=people.person(council, Role.PROCUREMENT_OFFICER))
    with clock.at(clock.now() - timedelta(days=60)):
        damaged = _tender_of(council, lead)
        bidding.submitted_bid(damaged, supplier_user)
    bidding.fail_to_open(damaged)


def _evaluations(council, lead, found) -> None:
    def opened() -> Tender:
        with clock.at(clock.now() - timedelta(days=60)):
            return bidding.opened_tender(tender=_tender_of(council, lead))

    opened()
    with_interest = evaluation.prepared(tender=opened(), lead=lead)
    first = with_interest.panel[0]
    evaluation.panel_services.declare(first, by=first.user, has_interest=True, interest="My brother works for a bidder.")
    ready = evaluation.prepared(tender=opened(), lead=lead)
    for place in ready.panel:
        evaluation.panel_services.declare(place, by=place.user, has_interest=False)
    scoring = evaluation.scoring(tender=opened(), lead=lead)
    evaluation.score_all(scoring, 0, final=False)
    finished = evaluation.scoring(tender=opened(), lead=lead)
    for number in range(2):
        evaluation.score_all(finished, number)
    evaluation.moderating(tender=opened(), lead=lead)
    evaluation.moderate_all(evaluation.moderating(tender=opened(), lead=lead))
    evaluation.closed(tender=opened(), lead=lead)
    proposed = award.proposed(evaluation.closed(tender=opened(), lead=lead))
    found.only["another hand"] += [reverse(name, args=[proposed.tender.reference]) for name in ("award-decide", "award-return")]
    award.decided(evaluation.closed(tender=opened(), lead=lead))
    award.told(evaluation.closed(tender=opened(), lead=lead))
    with clock.at(clock.now() - timedelta(days=30)):
        award.told(evaluation.closed(tender=opened(), lead=lead))
    found.people["to declare"] = with_interest.panel[1].user
    found.only["to declare"] = [reverse("evaluation-declaration", args=[with_interest.evaluation.tender.reference])]
    found.people["scorer"] = scoring.panel[0].user
    sheet = [scoring.evaluation.tender.reference]
    cell = [*sheet, scoring.bids[0].pk, scoring.criteria[0].key]
    found.only["scorer"] = [reverse("evaluation-scores", args=sheet), reverse("evaluation-score", args=cell)]


def _contracts(council, done, found) -> None:
    who = contracts.Parties(
        council, done.supplier_user.supplier, done.manager, people.person(council, Role.LEAD_DIRECTOR),
        people.person(council, Role.MEMBER), done.supplier_user,
    )  # fmt: skip
    contracts.draft_contract(who)
    draft, _ = contracts.draft_contract(who, title="Meals at home")
    contracts.obligation(draft, who)
    running, _ = contracts.active_contract(who, title="Home care", obligations=3)
    dues = [contracts.DueReturn.objects.filter(kpi=kpi).order_by("starts_on") for kpi in _kpis(running)]
    contracts.submitted_return(dues[0][0], who)
    contracts.verified_return(dues[0][1], who)
    returns.save_return(dues[1][0], by=who.reporter, value=Decimal(2))
    returns.correct_return(contracts.verified_return(dues[1][1], who).due, by=who.reporter, reason=WORDS)
    contracts.draft_contract(who, title="Found by a name", suppliers=[Link(who.supplier, "name")])
    edit_organisation(who.supplier, by=who.reporter, name="What it is called from now on Ltd")
    declared = people.supplier(confirmed=False)
    asks = people.person(declared)
    JoinRequest.objects.create(organisation=declared, user=asks)
    found.starts += [reverse("supplier", args=[one.pk]) for one in (who.supplier, declared)]
    _scored(who, draft, found)
    _handed_over(who, found)
    _by_law_and_papers(who, running, found)
    _locked(who, found)
    _who_benefits(running, found)
    _called_off(who, found)
    _grants(who, found)
    _ideas_and_chains(who, running, found)
    _joined(who, found)
    _another_supplier(who, found)
    _looked_at(who, running, found)
    told = stories.told_with_a_sound(dues[1][0].kpi, who.reporter)
    found.starts += [reverse(name, args=[told.pk]) for name in ("story", "story-add-file", "story-tags", "story-withdraw")]
    found.starts += [reverse("story-words", args=[told.files.get().pk])]
    given = stories.held_elsewhere(list(dues[2])[-2], who.manager, who.reporter)
    found.starts += [reverse(name, args=[given.due_id]) for name in ("return", "return-regulator")]
    found.starts += [reverse("kpi-held", args=[given.due.kpi_id]), reverse("return-shares", args=[dues[1][0].pk])]
    postcodes.packed(ME14_1={postcodes.MAIDSTONE: "XX"})
    returns.count_postcodes(dues[1][0], by=who.reporter, text="ME14 1XX", whose="people")
    found.starts += [reverse("return-postcodes", args=[dues[1][0].pk])]
    person = stories.measured(dues[1][0].kpi, who.manager, who.reporter)
    found.starts += [
        reverse("return-people", args=[person.due_id]),
        reverse("kpi-scale", args=[person.due.kpi_id]),
        reverse("scales"),
    ]
    waived = contracts.DueReturn.objects.filter(kpi=_kpis(running)[2]).order_by("starts_on").last()
    schedule.waive(waived, by=who.manager, reason=WORDS)
    found.starts += [reverse("return-owe-again", args=[waived.pk]), reverse("return-check", args=[dues[1][0].pk])]
    period = [dues[1][0].kpi.obligation.contract_id, dues[1][0].ends_on.isoformat()]
    found.starts += [reverse("returns-period", args=period), reverse("returns-period-check", args=period)]
    over, _ = contracts.active_contract(who, title="Meals", starts_on=date(2022, 4, 1), ends_on=date(2025, 3, 31))
    register.end_what_is_over(clock.now())
    terms = _kpis(running)[2]
    obligations.edit_kpi(terms, by=who.manager, reason=WORDS, target=Decimal(4))


def _scored(who, draft, found) -> None:
    """A scorecard whose top level needs evidence, claimed by the supplier and of the council's own; sets to start from."""
    scale = SubScore(key="s1", wording="Conduct", weight=Decimal(1), rule="scale", evidence=("green",))
    for by, own in ((who.reporter, False), (who.manager, True)):
        terms = {"kind": "composite", "sub_scores": [scale.plain()], "client_side": own, "minimum": None}
        scored, _ = contracts.active_contract(who, title=f"Scored by {by}", kpi=terms)
        claimed = returns.save_return(contracts.first_due(scored), by=by, answers={"s1": "good"})
        found.starts += [reverse("return-proof", args=[claimed.due_id, "s1"])]
    found.starts += [reverse("kpi-set", args=[draft.pk, "kent-priorities"]), reverse("kpi-principles", args=[draft.pk])]


def _handed_over(who, found) -> None:
    """An objection that waits, two obligations that count the same, and two kick-offs: one to enter, one to confirm."""
    made, _ = contracts.draft_contract(who, title="Not what was offered")
    obligations.object_to(contracts.obligation(made, who), by=who.reporter, words=WORDS)
    version = framework.published(found.people["council"])
    measure = Measure.objects.get(outcome__priority__version=version)
    links = {"measure": measure, "outcome": measure.outcome, "priority": measure.outcome.priority}
    for _ in range(2):
        contracts.obligation(made, who, kpi={"unit": measure.unit, "direction": measure.direction}, **links)
    met, _ = contracts.active_contract(who, title="Met already")
    handover.keep_minute(
        met, by=who.manager, held_on=clock.today(), council_people="Manager", supplier_people="Lead",
        answers={point.value: WORDS for point in Point},
    )  # fmt: skip
    found.starts += [reverse("contract-kickoff", args=[one.pk]) for one in (made, met)]
    found.starts += [reverse("contract-handover", args=[made.pk])]


def _looked_at(who, running, found) -> None:
    """What somebody outside is asked and does not agree with, what is to be followed up, and a rule between two measures."""
    lead, outside = found.people["council"], people.person(who.council, Role.LEAD_DIRECTOR)
    kpi_return = contracts.Return.objects.filter(due__kpi__obligation__contract=running, status="verified").first()
    independent.ask_for_confirmation(kpi_return, by=who.manager, of=lead)
    doubt = independent.ask_for_confirmation(kpi_return, by=who.manager, of=outside)
    differs = Look(finding="differs", how="site", looked_at=WORDS, words=WORDS)
    independent.confirm(doubt, differs, by=people.fresh(outside))
    found.starts += [reverse("confirmation", args=[one.pk]) for one in kpi_return.confirmations.all()]
    # Nobody has been asked of the other ones
    rest = contracts.Return.objects.filter(status="verified", due__kpi__obligation__contract__council=who.council)
    for one in rest.exclude(pk=kpi_return.pk)[:2]:
        found.starts += [reverse(name, args=[one.due_id]) for name in ("return-independent", "return-independent-outside")]
    follow_up.follow(clock.now())
    version = framework.published(framework.editor(who.council), measures=2)
    part, whole = Measure.objects.filter(outcome__priority__version=version).order_by("code")
    follow_up.enter_rule(who.council, by=who.manager, compares="at_most", parts=[part], whole=whole, because=WORDS)
    found.starts += [reverse(name) for name in ("follow-up", "measure-rules", "returns-draws-choose", "measure-rule-new")]


def _by_law_and_papers(who, running, found) -> None:
    """A document of each side that has no newer one, and a contract whose KPIs have to be published."""
    for by in (who.reporter, who.manager):
        paper = documents.added(running, by, valid_until=None)
        found.starts += [reverse(name, args=[paper.pk]) for name in ("contract-paper-newer", "contract-paper-aside")]
    large, _ = contracts.active_contract(
        who, title="More than the sum of the law", obligations=3, ends_on=date(2030, 3, 31), value_with_vat=Decimal(6000000)
    )
    found.starts += [reverse(name, args=[large.pk]) for name in ("contract-no-kpis", "contract-kpis-published")]


def _locked(who, found) -> None:
    """Three months that are locked: one that the supplier asks to open, one that is open, one that the council asks for."""
    lead, other = found.people["council"], found.people["another hand"]
    contract = locking.quarter_of_2024(who, admin=lead)
    january, february, march = (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31))
    asked = schedule.ask_to_open(contract, january, by=who.reporter, reason=WORDS)
    opened = schedule.ask_to_open(contract, february, by=who.reporter, reason=WORDS)
    schedule.grant(opened, by=other, until=clock.today())
    own = schedule.ask_to_open(contract, february, by=lead, reason=WORDS, side="council")
    found.starts += [reverse("returns-exception", args=[one.pk]) for one in (asked, opened, own)]
    found.starts.append(reverse("returns-period", args=[contract.pk, march.isoformat()]))


def _who_benefits(running, found) -> None:
    """A list of groups that waits to be chosen, and a KPI that is asked for another."""
    lead = found.people["council"]
    lists = [
        benefits.make_list(running.council, by=lead, name=name, groups=["Under 18", "18 or over"], overlaps=False)
        for name in ("Age", "Age, in short")
    ]
    first, second, _ = _kpis(running)
    benefits.ask_who(first, by=lead, by_list=lists[0], reason=WORDS)
    found.starts += [reverse("administration-benefit-end", args=[one.pk]) for one in lists]
    found.starts.append(f"{reverse('kpi-benefits', args=[second.pk])}?list={lists[1].pk}")
    found.starts.append(reverse("kpi-benefits-stop", args=[first.pk]))
    found.starts.append(reverse("administration-returns"))


def _called_off(who, found) -> None:
    """An open framework agreement with one supplier, a refresh that has come, and a contract that was called off before."""
    people_ = call_offs.officers(who.council) | {"manager": who.manager, "director": who.director}
    made = agreements.add_agreement(
        call_offs.details(people_, is_open=True, ends_on=date(2033, 3, 31), ceiling=Decimal(900_000_000)),
        by=who.manager, council=who.council, lots=[LotDetails(title="Roofs"), LotDetails(title="Windows")],
    )  # fmt: skip
    rows = agreements.join_lots(made, [made.lots.first()], by=who.manager, supplier=who.supplier)
    days = agreements.plan_days(made, by=who.manager, kind="refresh", first=clock.today())
    before, _ = contracts.draft_contract(who, title="Called off before", route="framework")
    found.starts += [reverse("agreement", args=[made.pk]), reverse("contract-call-off", args=[before.pk])]
    found.starts += [reverse("agreement-supplier-leave", args=[rows[0].pk]), reverse("agreement-day-done", args=[days[0].pk])]


def _grants(who, found) -> None:
    """One of which nobody has said what it is for, one to be evaluated, and evaluations by the walker's own word and another's."""
    given, _ = grants.draft_grant(who, title="Tools to borrow")
    ready, _, waits = grants.around(who)
    evaluating.withdraw_evaluation(waits, by=who.manager)
    found.starts += [reverse("contract-grant", args=[one.pk]) for one in (given, ready)]
    for by in (found.people["council"], found.people["another hand"]):
        found.starts += [reverse("grant-evaluation", args=[grants.around(who, by)[2].pk])]


def _ideas_and_chains(who, running, found) -> None:
    """Projects by the walker's own word and another's, one under way; quarters that are entered, sent, confirmed."""
    ideas.pot(running, who)
    for by in (who.reporter, found.people["council"], found.people["another hand"]):
        found.starts += [reverse("innovation-project", args=[ideas.proposed(running, by, "100").pk])]
    under_way = ideas.approved(running, who, "100", "A garden")
    found.starts += [reverse("contract-innovation", args=[running.pk]), reverse("innovation-spent", args=[under_way.pk])]
    now = quarter_of(clock.today())
    sent, begun = chains.whole(running, who, now), chains.begun(running, who, quarter_of(add_months(clock.today(), -3)))
    found.starts += [reverse("supply-period", args=[one.pk]) for one in (sent, begun)]
    found.starts += [reverse("supply-link", args=[begun.links.first().pk]), reverse("contract-supply", args=[running.pk])]


def _joined(who, found) -> None:
    """Two suppliers that are one, two of which somebody else says so, and two of which the walker has said so."""
    said = {"reason": WORDS, "evidence": WORDS}
    lead, other = found.people["council"], found.people["another hand"]
    bodies = [people.supplier() for _ in range(3)]
    for body in bodies:
        contracts.draft_contract(who, title=f"With {body}", suppliers=[body])
    made = together.propose_joining(who.supplier, bodies[0], by=lead, **said)
    together.decide_joining(made, by=other, accept=True, decision=WORDS)
    proposed = [
        together.propose_joining(who.supplier, body, by=by, **said) for body, by in zip(bodies[1:], (other, lead), strict=True)
    ]
    found.starts += [reverse("supplier-joining", args=[one.pk]) for one in proposed]
    found.starts += [reverse("supplier-part", args=[bodies[0].pk])]
    lost = people.person(who.supplier, Role.SUPPLIER)
    Authenticator.objects.create(user=lost, type=Authenticator.Type.TOTP, data={})
    type(lost).objects.filter(pk=lost.pk).update(email=LOST_STEP)
    found.starts += [reverse("supplier-second-step", args=[who.supplier.pk])]


def _another_supplier(who, found) -> None:
    """Contracts in force whose supplier may change, and is to change by the walker's own word and by somebody else's."""

    def running(title: str):
        return register.start_contract(contracts.draft_contract(who, title=title)[0], by=who.manager)

    people.supplier(NEWCOMER)
    running("Any supplier")
    for by in (found.people["council"], found.people["another hand"]):
        contract = running(f"Another supplier by {by}")
        change = register.propose_supplier_change(
            contract, by=by, leaves=contract.parties.get(), comes=people.supplier(), effective_on=clock.today() + timedelta(days=9),
            ground=grounds_of(contract)[0].key, reason=WORDS,
        )  # fmt: skip
        found.starts += [reverse("contract-supplier-change", args=[change.pk])]


def _kpis(contract):
    return [kpi for body in Obligation.objects.filter(contract=contract).order_by("pk") for kpi in body.kpis.all()]


def _reports(council) -> None:
    scene = measurement.scene(council)
    measurement.contract(scene, {"values": ["3", "2"]})
    measurement.frozen(scene)
    day = clock.today().replace(day=1) + timedelta(days=400)
    reports.set_schedule(
        by=scene.preparer,
        council=council,
        kind="cabinet",
        months=6,
        next_starts_on=date(day.year, 4, 1),
        next_on=date(day.year, 12, 1),
    )
    measurement.submitted(scene, kind="scrutiny")
    earlier = date(2024, 10, 1), date(2025, 3, 31)
    measurement.approved(scene, starts_on=earlier[0], ends_on=earlier[1])


def _frameworks(lead, found) -> None:
    # Of a draft one priority is edited at a time
    for edited in (framework.draft(lead), framework.draft(lead)):
        address = reverse("framework-version", args=[edited.framework.code, edited.number])
        found.starts += [address, f"{address}?edit={edited.priorities.first().code}"]
    framework.published(lead)
    frameworks.decide_proxy_policy(lead.council, by=lead, proxies_may_score=True, justification=" ".join([WORDS] * 2))
    frameworks.add_strategic_outcome(lead.council, by=lead, code="S1", name="People have work close to home")
