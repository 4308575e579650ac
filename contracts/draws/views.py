"""What was drawn, and what the council chose."""

from django.urls import reverse

from contracts.draws import services
from contracts.draws.forms import ChoiceForm, DrawFilter
from contracts.draws.pages import DRAWS
from contracts.draws.permissions import check_can_choose_draw
from contracts.draws.selectors import choices_of, chosen_on, draws_for
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.lists import list_page
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs


@needs(P.VIEW_CONTRACTS)
def returns_draws(request):
    councils = request.user.organisations_where(P.VIEW_CONTRACTS)
    return list_page(
        request,
        DRAWS,
        "contracts/draws/list.html",
        form=DrawFilter(request.GET or None),
        rows=lambda values: draws_for(request.user, **{name: value for name, value in values.items() if value}),
        shares=chosen_on(councils, clock.today()),
        choices=choices_of(councils),
        may_choose=request.user.can(P.APPROVE_REPORTS),
        breadcrumbs=[("Returns to verify", reverse("returns-to-verify"))] if request.user.can(P.VERIFY_RETURNS) else [],
    )


@needs(P.APPROVE_REPORTS)
def returns_draws_choose(request):
    council = request.user.council
    check_can_choose_draw(request.user, council)
    here = reverse("returns-draws")
    return form_page(
        request,
        ChoiceForm(request.POST or None),
        lambda data: services.choose_draw(council, by=request.user, **data),
        creates=True,
        to=here,
        done="Your choice is kept. It takes effect on the day you entered.",
        heading="How many returns one is drawn of",
        caption=str(council),
        intro="Of the returns that are in order, those that are drawn get a full look one by one. The others may be verified "
        "together. Which ones are drawn follows from a rule that nobody can steer.",
        submit_label="Keep this choice",
        back_url=here,
        cancel_url=here,
    )
