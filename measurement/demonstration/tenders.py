"""A tender for each commission that got so far, each stopped at its own stage."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from contracts.call_offs.models import FrameworkAgreement
from measurement.demonstration import agreements
from measurement.demonstration.bids import VOICES, Offer, Voice
from measurement.demonstration.stages import URGENT, Stagehand
from procurement.award import services as award
from procurement.bidding import selectors
from procurement.bidding import services as bidding
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import BidStatus, SealDecision
from procurement.bidding.models import Bid, Opening, Submission
from procurement.bidding.services.receipts import key_in_use
from procurement.commissioning import services as commissioning
from procurement.commissioning.enums import ActPoint
from procurement.commissioning.models import Commission
from procurement.evaluation import services as evaluation
from procurement.panel import services as panel_services
from procurement.tendering import services as tendering
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.enums import CriterionKind, Form
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.law.days import add_months, is_council_day

BIDDERS = ("Weald and Shore Carers CIC", "Garden County Care Ltd", "The Three Lanterns Charity")
# Moderated marks by question, for each voice
MARKS = {"q1": (4, 3, 5), "q2": (4, 4, 3), "q3": (4, 3, 3), "q4": (3, 2, 4)}
WORDS = {
    5: "Everything is answered, with evidence for each step and more than was asked.",
    4: "Answered in full; the second step could be firmer.",
    3: "The main points are there, but who does what by when stays open.",
    2: "Only part of the question is answered, and the evidence is thin.",
    1: "One sentence touches the question; nothing in it can be checked.",
    0: "Nothing in the answer speaks to the question.",
}


BURDEN = "A return every six months for each requirement, most with one number and a few lines."
# Its tender is a mini-competition under the framework agreement
COMPETED = "hot-meals"
DECIDED = "I read the scores and their reasons, and the recommendation follows from them."


@dataclass(frozen=True)
class Road:
    """How far a tender got, in days before the demonstration's day. None: it did not get there."""

    case: str
    drafted: int
    ends: str  # the last step: draft, check, return, publish, bid, open, score, moderate, close, recommend, tell, contract, terminate
    published: int = 0
    deadline: int = 0
    bidders: tuple[str, ...] = BIDDERS
    told: int = 3  # when the bidders heard of the award; the standstill runs from there


# An illustrative accident: its first bid is opened from the bidder’s own copy
BROKEN_SEAL = "schools-capital"
ROADS = (
    Road("community-transport", 20, "draft"),
    Road("street-lighting", 30, "check"),
    Road("building-cleaning", 40, "return"),
    Road("home-care", 40, "bid", 14, -21, BIDDERS[:2]),
    Road("substance-misuse", 70, "bid", 45, 2, ("Hopfield Recovery Services", "Chalk Downs Support Group", BIDDERS[2])),
    Road("live-well", 95, "score", 60, 21),
    Road("schools-capital", 110, "moderate", 85, 40, ("Medway Bridge Construction Ltd", "Oast Highways plc", BIDDERS[1])),
    Road("family-mediation", 120, "recommend", 95, 55),
    Road("vcs-support", 140, "tell", 110, 60, BIDDERS[::-1]),
    Road("hot-meals", 280, "contract", 250, 205, told=163),
    Road("equipment", 160, "terminate", 120, 70, BIDDERS[1:2]),
    # Its standstill is over: a contract can be made from it on the first day
    Road("home-from-hospital", 180, "tell", 150, 95, BIDDERS, told=24),
)
STEPS = ("draft", "check", "return", "publish", "bid", "open", "score", "moderate", "close", "recommend", "tell", "contract")


def begin_receipts(stage: Stagehand) -> None:
    """The key of the receipts is older than every bid, whichever tender is played first."""
    with stage.on(max(road.drafted for road in ROADS), 8), transaction.atomic():
        key_in_use()


class Play:
    """One tender, played step by step until its road ends."""

    def __init__(self, stage: Stagehand, road: Road, commission: Commission, agreement: FrameworkAgreement | None = None):
        """``agreement``: its tender is a mini-competition under that one."""
        self.stage, self.road, self.commission, self.agreement = stage, road, commission, agreement
        self.cast = stage.cast

    def reaches(self, step: str) -> bool:
        last = "bid" if self.road.ends == "terminate" else self.road.ends
        return STEPS.index(step) <= STEPS.index(last)

    def run(self) -> Tender:
        self.draft()
        if self.road.ends in ("check", "return"):
            self.check()
            return self.tender
        if self.reaches("publish"):
            self.publish()
        if self.reaches("bid"):
            self.bid()
        if self.road.deadline > 0:
            with self.stage.on(self.road.deadline, 14, 1):
                tendering.close_due(clock.now())
                bidding.lapse_unsubmitted(self.tender)
        if self.road.ends == "terminate":
            with self.stage.on(self.road.deadline - 10, 11):
                reason = "The only bid was withdrawn, and the need is being looked at again with the health service."
                tendering.terminate(self.tender, by=self.cast.procurement, reason=reason)
            return self.tender
        if self.reaches("open"):
            self.open()
            self.score()
        if self.reaches("moderate"):
            self.moderate()
        if self.reaches("close"):
            self.award()
        return self.tender

    def draft(self) -> None:
        by, value = self.cast.commissioner, self.commission.estimated_value
        starts = self.commission.starts_on
        assert starts is not None, "a case that comes to a tender says when its contract starts"
        with self.stage.on(self.road.drafted, 10):
            if self.agreement is not None:
                self.tender = agreements.compete(self.stage, self.agreement, self.commission, starts, BURDEN)
            else:
                details = TenderDetails(
                    title=self.commission.title,
                    description=self.commission.summary,
                    value=value,
                    contract_starts_on=starts,
                    contract_ends_on=add_months(starts, self.commission.term_months) - timedelta(days=1),
                    reporting_burden=BURDEN,
                )
                self.tender = tendering.start_tender(self.commission, details, by=by, pattern="carers")
            open_one = Criterion.objects.select_related("question").get(tender=self.tender, form=Form.OPEN)
            question = open_one.question
            tendering.set_question(
                open_one,
                by=by,
                wording=question.wording,
                guidance=question.guidance,
                word_limit=question.word_limit,
                priority=self.stage.outcome("LE1").priority,
                asks_commitments=True,
            )
            self.tender.refresh_from_db()
            days_ago = self.road.deadline or -45
            while days_ago < 0 and not is_council_day(self.stage.day(days_ago), {}):
                days_ago -= 1
            tendering.set_deadline(self.tender, by=by, deadline=self.stage.moment(days_ago, 14))

    def check(self) -> None:
        with self.stage.on(self.road.drafted - 10, 12):
            tendering.send_for_checking(self.tender, by=self.cast.commissioner)
        if self.road.ends == "return":
            with self.stage.on(self.road.drafted - 14, 15):
                comment = "Please say in the description which buildings are meant, and give bidders a week more."
                tendering.return_tender(self.tender, by=self.cast.procurement, comment=comment)

    def publish(self) -> None:
        urgent = URGENT.get(self.road.case)
        with self.stage.on(self.road.published + 3, 12):
            if urgent:
                commissioning.consider(
                    self.commission, by=self.cast.commissioner, point=ActPoint.URGENCY, text=urgent, considered_on=clock.today()
                )
            tendering.send_for_checking(self.tender, by=self.cast.commissioner)
        with self.stage.on(self.road.published, 9):
            tendering.publish(
                self.tender, by=self.cast.procurement, comment="Checked against the plan.", urgency_confirmed=bool(urgent)
            )
        self.tender.refresh_from_db()

    def bid(self) -> None:
        last = max(self.road.deadline, 0)
        self.voices: dict[str, Voice] = dict(zip(self.road.bidders, VOICES, strict=False))
        for number, (name, voice) in enumerate(self.voices.items()):
            user, body = self.cast.bidders[name], self.cast.suppliers[name]
            with self.stage.on(last + 4 - number, 11, 20 + number):
                bid = bidding.start_bid(self.tender, by=user, supplier=body)
                unfinished = self.road.deadline < 0 and number == 1
                self.write(bid, user, voice, unfinished=unfinished)
                if not unfinished:
                    bid.refresh_from_db()
                    bidding.submit(bid, by=user)
            if self.road.ends == "terminate":
                with self.stage.on(last + 1, 10):
                    bid.refresh_from_db()
                    bidding.withdraw(bid, by=user)

    def write(self, bid: Bid, user: User, voice: Voice, *, unfinished: bool) -> None:
        criteria = Criterion.objects.filter(tender=self.tender, question__isnull=False).select_related("question")
        quality = iter(voice.quality)
        for criterion in criteria:
            if criterion.kind == CriterionKind.QUALITY:
                text = next(quality)
            else:
                text = voice.specified if criterion.form == Form.SPECIFIED else voice.open
            bidding.save_answer(bid, by=user, question=criterion.question, text=text)
            if unfinished:
                return
            if criterion.form == Form.OPEN:
                bidding.save_commitments(
                    bid, by=user, question=criterion.question, commitments=[self.commitment(o) for o in voice.offers]
                )
        price = (self.tender.value * voice.price).quantize(Decimal("1"), rounding=ROUND_HALF_UP)
        bidding.save_price(bid, by=user, price=price)

    def commitment(self, offer: Offer) -> dict[str, Any]:
        measure = self.stage.measure(offer.measure)
        return {
            "outcome_text": offer.outcome,
            "measure_id": measure.pk,
            "measure_text": measure.name,
            "unit": measure.unit,
            "quantity": str(offer.quantity),
            "per": offer.per,
            "place": offer.place,
            "evidence": offer.evidence,
            "involvement": offer.involvement,
        }

    def open(self) -> None:
        with self.stage.on(self.road.deadline - 1, 9):
            opening = bidding.begin_opening(self.tender, by=self.cast.procurement)
        with self.stage.on(self.road.deadline - 1, 10):
            if self.road.case == BROKEN_SEAL:
                self.mend(opening)
            bidding.complete_opening(opening, by=self.cast.lead)
        self.tender.refresh_from_db()

    def mend(self, opening: Opening) -> None:
        """One sealed bid was damaged on the disk. Its bidder sends what it downloaded, and two people accept it."""
        bid = self.tender.bids.select_related("tender").order_by("pk")[0]
        submission = selectors.counted_submission(bid)
        own = selectors.document_bytes(submission)
        Submission.objects.filter(pk=submission.pk).update(sealed=bytes(submission.sealed)[:-1] + b"\x00")
        with suppress(SealBroken):
            bidding.complete_opening(opening, by=self.cast.lead)
        seal = bidding.hand_in(bid, by=submission.submitted_by, data=own)
        bidding.decide_seal(seal, by=self.cast.procurement, decision=SealDecision.COPY)

    def score(self) -> None:
        lead, done = self.cast.lead, self.reaches("moderate")
        criteria = list(
            Criterion.objects.filter(tender=self.tender, kind__in=[CriterionKind.QUALITY, CriterionKind.SOCIAL_VALUE])
        )
        with self.stage.on(self.road.deadline - 2, 9):
            self.evaluation = panel_services.set_up(
                self.tender, by=lead, lead=lead, score_by=self.stage.day(self.road.deadline - 25)
            )
            panel = [
                evaluation.add_panellist(self.evaluation, by=lead, user=user, criteria=criteria)
                for user in (self.cast.evaluator1, self.cast.evaluator2)
            ]
        with self.stage.on(self.road.deadline - 3, 9):
            panel_services.declare_as_lead(self.evaluation, by=lead, has_interest=False)
            for panellist in panel:
                panel_services.declare(panellist, by=panellist.user, has_interest=False)
            evaluation.start_scoring(self.evaluation, by=lead)
        bids = self.bids()
        for number, panellist in enumerate(panel):
            panellist.refresh_from_db()
            with self.stage.on(self.road.deadline - 8 - number, 14):
                for bid, voice in bids:
                    for criterion in criteria if done or number == 0 else criteria[:2]:
                        mark = MARKS[criterion.key][VOICES.index(voice)]
                        mark = max(0, min(5, mark + (1 if number and criterion.key in ("q2", "q4") else 0)))
                        evaluation.save_score(
                            panellist, by=panellist.user, bid=bid, criterion=criterion, value=Decimal(mark), reason=WORDS[mark]
                        )
                if done:
                    evaluation.finalise_scores(panellist, by=panellist.user)

    def bids(self) -> list[tuple[Bid, Voice]]:
        by_name = {bid.supplier.name: bid for bid in self.tender.bids.filter(status=BidStatus.OPENED).select_related("supplier")}
        return [(by_name[name], voice) for name, voice in self.voices.items() if name in by_name]

    def moderate(self) -> None:
        lead = self.cast.lead
        with self.stage.on(self.road.deadline - 14, 10):
            self.evaluation.refresh_from_db()
            evaluation.start_moderation(self.evaluation, by=lead)
            for number, (bid, voice) in enumerate(self.bids()):
                if number and not self.reaches("close"):
                    return
                for criterion in Criterion.objects.filter(tender=self.tender, key__in=MARKS):
                    mark = MARKS[criterion.key][VOICES.index(voice)]
                    evaluation.moderate(
                        self.evaluation,
                        by=lead,
                        bid=bid,
                        criterion=criterion,
                        value=Decimal(mark),
                        reason=f"{WORDS[mark]} The panel compared the answer with the scale line by line.",
                    )

    def award(self) -> None:
        cast, road = self.cast, self.road
        with self.stage.on(road.deadline - 18, 10):
            self.evaluation.refresh_from_db()
            (record,) = evaluation.close(self.evaluation, by=cast.lead)
        first = next(b for b in record.content["result"]["bids"] if b.get("rank") == 1)
        winner = next(bid for bid, _ in self.bids() if first["id"] in (bid.label, str(bid.pk), bid.supplier.name))
        with self.stage.on(road.deadline - 20, 10):
            made = award.recommend(
                self.evaluation,
                by=cast.lead,
                bid=winner,
                reason="It has the highest total. The panel valued concrete steps, and offers that local people had chosen themselves.",
            )
        if not self.reaches("tell"):
            return
        with self.stage.on(road.told + 3, 15):
            award.decide(made, by=cast.director, comment=DECIDED)
        with self.stage.on(road.told, 9):
            made.refresh_from_db()
            self.made = award.tell_bidders(made, by=cast.procurement)
