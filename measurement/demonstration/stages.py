"""Play a case through analyse and plan with the real services, at the dates it happened."""

from datetime import date, datetime, time, timedelta

from measurement.demonstration.cases import Case
from measurement.demonstration.cast import Cast
from procurement.commissioning import services as commissioning
from procurement.commissioning.calculations.details import CommissionDetails, RequirementDetails
from procurement.commissioning.calculations.sizing import sized_target
from procurement.commissioning.enums import ActPoint, RequirementUse
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.engagement import services as engagement
from procurement.engagement.calculations.details import RemarkDetails
from socialvalue.common import clock
from socialvalue.common.clock import LONDON
from socialvalue.framework.models import FrameworkVersion, Measure, Outcome
from socialvalue.law.days import is_council_day
from socialvalue.places.models import District

# Below the threshold, where only council policy asks for it, one exception is made and says why
ACCOUNTS = {
    "community-transport": "The council pays for vehicles in advance, so the last accounts are asked for. Charities may send "
    "examined ones instead of audited ones."
}
ACT_TEXTS = {
    ActPoint.IMPROVE: "The service can give work and skills to local people, support carers to stay in work and strengthen local groups.",
    ActPoint.SECURE: "Social value is a fifth of quality, with specified requirements and an open question; the successful supplier’s offers become obligations.",
    ActPoint.PROPORTIONATE: "Each requirement was tested for its link to the service, the area and the size of the contract. What failed was left out.",
    ActPoint.CONSULT: "Yes: carers, people who receive care and providers were asked before the requirements were written.",
}


# Published under section 1(8): one consideration was left for later, and why
URGENT = {
    "substance-misuse": "The present provider gave notice: its service ends the day before this one starts. Considering a "
    "consultation beyond the market day first would have left people in treatment without a service."
}


class Stagehand:
    """Dates and look-ups for one loading of the demonstration. ``today`` is its day."""

    def __init__(self, cast: Cast, framework: FrameworkVersion, today: date):
        self.cast, self.framework, self.today = cast, framework, today

    def on(self, days_ago: int, hour: int = 10, minute: int = 0):
        """The clock stopped ``days_ago`` days before the demonstration's day."""
        return clock.at(self.moment(days_ago, hour, minute))

    def moment(self, days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(self.day(days_ago), time(hour, minute), tzinfo=LONDON)

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def open_day(self, days_ago: int) -> int:
        """``days_ago``, or of a day to come on which offices are closed the next on which they are open."""
        while days_ago < 0 and not is_council_day(self.day(days_ago), {}):
            days_ago -= 1
        return days_ago

    def outcome(self, code: str) -> Outcome:
        return Outcome.objects.get(priority__version=self.framework, code=code)

    def measure(self, code: str) -> Measure:
        return Measure.objects.select_related("outcome__priority").get(outcome__priority__version=self.framework, code=code)


def analyse(stage: Stagehand, case: Case, earlier: Commission | None = None) -> Commission:
    """Create the commission, hold its events, keep what was said, write the findings."""
    by = stage.cast.commissioner
    with stage.on(case.started, 9):
        details = CommissionDetails(
            title=case.title,
            summary=case.summary,
            directorate=stage.cast.directorates[case.directorate],
            people=case.people,
            category=case.category,
            estimated_value=case.value,
            term_months=case.term_months,
            light_touch=case.light_touch,
            works=case.category == "Works",
            starts_on=None if case.starts_in is None else stage.day(-case.starts_in),
            framework=stage.framework,
            earlier=earlier,
            districts=District.objects.filter(name__in=case.districts),
            illustrative=True,
        )
        commission = commissioning.create_commission(details, by=by, council=stage.cast.council)
    events = {event.key: _hold(stage, commission, event, case.started) for event in case.events}
    remarks = []
    for said in case.said:
        with stage.on(said.days, 16):
            remark = engagement.record_remark(
                commission,
                RemarkDetails(
                    text=said.text,
                    group=said.group,
                    said_on=stage.day(said.days),
                    method=said.method,
                    question=said.question,
                    event=events.get(said.event),
                ),
                by=by,
            )
        if said.response:
            with stage.on(max(said.days - 10, 0), 11):
                engagement.respond(remark, by=by, response=said.response)
        remarks.append(remark)
    for kind, text, rests_on, consequence in case.findings:
        with stage.on(max(case.started - 95, 5), 14):
            commissioning.add_entry(
                commission, by=by, kind=kind, text=text, remarks=[remarks[i] for i in rests_on], consequence=consequence
            )
    return commission


def _hold(stage: Stagehand, commission: Commission, event, started: int):
    by = stage.cast.commissioner
    with stage.on(min(event.days + 35, started - 1) if event.days > 0 else 3, 12):
        held = engagement.create_event(
            commission,
            by=by,
            kind=event.kind,
            title=event.title,
            description=event.description,
            starts_at=stage.moment(stage.open_day(event.days), 10),
            ends_at=stage.moment(stage.open_day(event.days), 13),
            place=event.place,
            public_transport=event.public_transport,
            easy_read_agenda=event.easy_read_agenda,
            extra_time=event.extra_time,
            how_to_join="Write to the commissioning team, or just come.",
        )
        engagement.advertise_event(held, by=by)
    if event.attendance:
        with stage.on(event.days, 17):
            engagement.record_attendance(held, by=by, numbers=event.attendance)
    return held


def tell_the_public(stage: Stagehand, commission: Commission, *, days: int) -> None:
    """Publish “You said, we did”: every remark that has its answer by then, ``days`` before the demonstration's day."""
    with stage.on(days, 15):
        answered = commission.remarks.filter(responded_at__lte=clock.now())
        engagement.publish_you_said(
            commission,
            by=stage.cast.commissioner,
            remarks=answered,
            introduction="Before we wrote the tender we asked carers, the people they care for, providers and neighbours what "
            "else this service should achieve. This is what they told us, and what became of it.",
        )


def ideas(stage: Stagehand, commissions: dict[str, Commission]) -> None:
    """What two providers told the council alone: one has its reply, one waits for it."""
    cast = stage.cast
    told = {}
    for key, name, days, text in (
        ("highways-next", "Oast Highways plc", 15, "We would train apprentices together with two competitors, if the tender let us share them."),
        ("dementia", "Weald and Shore Carers CIC", 4, "Former carers could run the arts hour. We tried it with one group and would like to show you."),
    ):  # fmt: skip
        with stage.on(days, 14):
            told[key] = engagement.disclose_idea(
                commissions[key], by=cast.bidders[name], supplier=cast.suppliers[name], text=text
            )
    with stage.on(11, 10):
        reply = "Thank you. The next draft will allow apprentices to be shared between providers; it will not say who asked."
        engagement.reply_to_idea(told["highways-next"], by=cast.commissioner, reply=reply)


def plan(stage: Stagehand, case: Case, commission: Commission, *, days: int) -> None:
    """From provisional outcomes to an approved plan, ``days`` before the demonstration's day."""
    by = stage.cast.commissioner
    remarks = list(commission.remarks.order_by("id"))
    # After the last finding was written (see ``analyse``), so that the report holds nothing that came later
    with stage.on(days + 14, 10):
        commissioning.issue_diagnostic(commission, by=by)
        commissioning.move_stage(commission, "plan", by=by)
        for point, text in considerations(case).items():
            commissioning.consider(commission, by=by, point=point, text=text, considered_on=stage.day(days + 14))
    with stage.on(days + 12, 10):
        the_plan = commissioning.start_plan(commission, by=by)
        for sought in case.sought:
            outcome = commissioning.seek_outcome(
                commission,
                by=by,
                wording=sought.wording,
                category=sought.category,
                outcome=stage.outcome(sought.outcome),
                remarks=[remarks[i] for i in sought.remarks],
            )
            for need in sought.needs:
                _require(stage, commission, outcome, need)
        commissioning.edit_plan(
            the_plan,
            by=by,
            length_considered="A longer term lets providers see apprentices through and lets groups take root; a review each year keeps it adaptable.",
            lots_divided=not case.lots.startswith("Not"),
            lots_reason=case.lots,
            sme_barriers="Providers named long forms, insurance before award and short deadlines. Forms were cut, and five weeks are given.",
            no_insurance_before_award=True,
            no_audited_accounts=case.key not in ACCOUNTS,
            accounts_reason=ACCOUNTS.get(case.key, ""),
            checklist={item.key: {"answer": "yes", "note": "See the diagnostic report."} for item in checklist_for(commission)},
        )
    with stage.on(days + 3, 15):
        commissioning.submit_plan(the_plan, by=by)
    with stage.on(days, 11):
        commissioning.approve_plan(the_plan, by=stage.cast.director, comment="Approved. Keep the door open for small providers.")
        commission.refresh_from_db()
        commissioning.move_stage(commission, "do", by=by)


def considerations(case: Case) -> dict[ActPoint, str]:
    """What is put on record under the Act while planning; in an urgent case nobody had considered whether to consult."""
    return {p: text for p, text in ACT_TEXTS.items() if case.key not in URGENT or p != ActPoint.CONSULT}


def _require(stage: Stagehand, commission: Commission, outcome, need) -> None:
    measure = stage.measure(need.measure)
    sized = need.pounds_per_unit and sized_target(commission.estimated_value, need.pounds_per_unit)
    details = RequirementDetails(
        wording=need.wording,
        use=RequirementUse.SCORED if need.scored else RequirementUse.UNSCORED,
        measure=measure,
        measure_text=measure.name,
        unit=measure.unit,
        evidence=measure.evidence,
        target=sized or need.target,
        per=need.per,
        pounds_per_unit=need.pounds_per_unit,
        sizing_note=f"One for every £{need.pounds_per_unit:,.0f} of £{commission.estimated_value:,.0f}."
        if need.pounds_per_unit
        else "",
        linked_to_subject=True,
        in_area=True,
        in_scale=True,
        strategy=need.strategy,
        test_reason="It arises from delivering the service itself, in the places where it is delivered.",
        core_quality_risk="No: it comes on top of trained staff, and supervision is part of the price.",
        exclusion_risk="Small providers were asked. It can be met together with partners.",
        change_made=need.change_made,
    )
    commissioning.require(outcome, details, by=stage.cast.commissioner)
