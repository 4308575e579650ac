"""A framework agreement with two lots and three suppliers: one contract called off by a mini-competition, one directly."""

from datetime import date, timedelta
from decimal import Decimal

from contracts.call_offs import services
from contracts.call_offs.calculations.details import AgreementDetails, Direct, LotDetails
from contracts.call_offs.models import FrameworkAgreement, FrameworkLot
from contracts.call_offs.services.competing import Wanted
from contracts.register.calculations.details import ContractDetails
from contracts.register.enums import Route
from measurement.demonstration.stages import Stagehand
from procurement.commissioning.models import Commission
from procurement.tendering import services as tendering
from procurement.tendering.models import Tender
from socialvalue.law.days import add_months
from socialvalue.law.framework_agreements import grounds_on, may_be_open

BEGAN, REFRESHED, CALLED_OFF = 500, 130, 25
MEALS, HELP = ("Weald and Shore Carers CIC", "Garden County Care Ltd", "The Three Lanterns Charity"), ("Garden County Care Ltd",)
JOINED = "The Three Lanterns Charity"
WHY = (
    "Clause 9.2 ranks the suppliers on the lot by the distance of their nearest base to the homes served. The charity’s base in "
    "the same town is the nearest."
)


def agree(stage: Stagehand) -> FrameworkAgreement:
    """Meals and help at home: open to new suppliers at a refresh, where the law of its first day knows that."""
    cast, began = stage.cast, stage.day(BEGAN)
    is_open = may_be_open(began)
    with stage.on(BEGAN, 9):
        made = services.add_agreement(
            AgreementDetails(
                title="Meals and help at home",
                description="Meals, shopping and help in the house for people who live at home. Two lots, so that a small "
                "organisation can be on one of them.",
                directorate=cast.directorates["ASCH"],
                starts_on=began,
                ends_on=add_months(began, 48) - timedelta(days=1),
                ceiling=Decimal(3_000_000),
                manager=cast.manager,
                lead_director=cast.director,
                is_open=is_open,
                light_touch=True,
            ),
            by=cast.manager,
            council=cast.council,
            lots=[LotDetails(title="Hot meals", ceiling=Decimal(1_600_000)), LotDetails(title="Help in the house")],
            illustrative=True,
        )
        for lot, names in zip(made.lots.all(), (MEALS, HELP), strict=True):
            for name in names:
                services.join_lots(made, [lot], by=cast.manager, supplier=cast.suppliers[name])
        kinds = ("refresh", "review") if is_open else ("review",)
        for kind in kinds:
            services.plan_days(made, by=cast.manager, kind=kind, first=add_months(began, 12), every_year=True)
    _after_a_year(stage, made)
    return made


def _after_a_year(stage: Stagehand, made: FrameworkAgreement) -> None:
    """A charity that was on one lot joins the other; who got work and who did not is looked at."""
    cast = stage.cast
    with stage.on(REFRESHED, 11):
        refresh = made.days.filter(kind="refresh").first()
        if refresh is not None:
            help_, charity = made.lots.get(number=2), cast.suppliers[JOINED]
            services.join_lots(made, [help_], by=cast.manager, supplier=charity, refresh=refresh)
            said = "Four organisations applied for the second lot. One met the conditions and joined; three were told why not."
            services.mark_day_done(refresh, by=cast.manager, done_on=stage.day(REFRESHED), outcome=said)
        review = made.days.filter(kind="review")[0]
        said = "All three were invited to the one mini-competition. Suppliers ask for six weeks to bid instead of four."
        services.mark_day_done(review, by=cast.manager, done_on=stage.day(REFRESHED), outcome=said)


def compete(stage: Stagehand, agreement: FrameworkAgreement, commission: Commission, starts_on: date, burden: str) -> Tender:
    """The tender of ``commission`` as a mini-competition on the lot of hot meals; the clock stands where it is drafted."""
    wanted = Wanted(
        title=commission.title,
        description=commission.summary,
        people=commission.people,
        category=commission.category,
        value=commission.estimated_value,
        contract_starts_on=starts_on,
        contract_ends_on=add_months(starts_on, commission.term_months) - timedelta(days=1),
    )
    lot: FrameworkLot = agreement.lots.get(number=1)
    made = services.start_competition(lot, wanted, by=stage.cast.commissioner, commission=commission)
    return tendering.edit_tender(made.tender, by=stage.cast.commissioner, reporting_burden=burden)


def call_off(stage: Stagehand, agreement: FrameworkAgreement) -> None:
    """Help in the house for one town, directly, with what allows it."""
    cast = stage.cast
    starts = stage.day(-20)
    name = JOINED if agreement.is_open else HELP[0]
    ground = next(one for one in grounds_on(agreement.starts_on) if not one.one_supplier)
    with stage.on(CALLED_OFF, 14):
        services.call_off_new(
            agreement.lots.get(number=2),
            ContractDetails(
                title="Help in the house, Faversham",
                description="Help in the house for forty people who come home from hospital.",
                directorate=agreement.directorate,
                route=Route.FRAMEWORK,
                starts_on=starts,
                ends_on=add_months(starts, 12) - timedelta(days=1),
                total_value=Decimal(84_000),
                light_touch=True,
                manager=cast.manager,
                lead_director=cast.director,
            ),
            Direct(ground=ground.key, terms="Clause 9.2", reason=WHY),
            by=cast.manager,
            supplier=cast.suppliers[name],
            illustrative=True,
        )
