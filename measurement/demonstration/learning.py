"""What the present highways contract proved, taken into the next one: promoted to core, or marked as at risk."""

from contracts.obligations.models import Obligation
from contracts.reviews import services as reviews
from measurement.demonstration.stages import Stagehand
from procurement.commissioning.enums import Category
from procurement.commissioning.models import Commission

PROVEN = "Apprentices were taken on in every year of it. What was a KPI of one contract can be asked of every highways provider."
AT_RISK = (
    "The days are the firm’s own offer and would end with its contract. The next specification is to ask for them, and "
    "residents are to choose what is done."
)


def learn(stage: Stagehand, following: Commission) -> None:
    """``following``: the next highways commission, still being analysed."""
    by = stage.cast.commissioner
    own = Obligation.objects.filter(contract__reference="KCC-HTM").select_related("contract")
    with stage.on(7, 11):
        reviews.promote(
            own.get(wording__icontains="apprentice"), by=by, commission=following, category=Category.PEOPLE_WHO_ENGAGE,
            wording="Young people learn a trade on Kent’s roads and stay in it", finding=PROVEN,
        )  # fmt: skip
    days = own.get(wording__icontains="community involvement")
    with stage.on(6, 11):
        reviews.bring_losses(days.contract, following, by=by, losses=[(days, AT_RISK)])
