"""The dates the schedule hangs on: changed, brought to an early end, carried on."""

from django.contrib import messages
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.pages import shared_anew
from contracts.obligations.permissions import check_can_shape
from contracts.obligations.views.common import contract_form
from contracts.register.forms import LAST_DAY, NO_END, UNTIL, WITHOUT_END, CarryOnForm, DatesForm, EndForm
from contracts.register.permissions import check_can_carry_on, check_can_edit_contract
from contracts.register.views import seen_contract
from contracts.schedule.services import end_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.views import needs


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_dates(request, pk):
    contract = seen_contract(request, pk)
    check_can_shape(request.user, contract)
    initial = {
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "end_kind": NO_END if contract.has_no_end else LAST_DAY,
    }
    form = DatesForm(request.POST or None, version=contract.version, initial=initial)

    def save(data):
        changed = services.change_dates(contract, by=request.user, **data)
        if (changed.starts_on, changed.ends_on) != (contract.starts_on, contract.ends_on):
            _say_what_is_shared(request, changed)
        return changed

    return contract_form(
        request,
        form,
        save,
        contract,
        to=reverse("contract", args=[pk]),
        done="The dates were changed, and the schedule of returns with them.",
        latest=contract,
        heading="Change the dates",
        submit_label="Change",
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_carry_on(request, pk):
    contract = seen_contract(request, pk)
    check_can_carry_on(request.user, contract)
    form = CarryOnForm(request.POST or None, version=contract.version, contract=contract)

    def save(data):
        how, until = data.pop("how"), data.pop("until")
        if how != UNTIL:
            return services.run_on(contract, by=request.user, without_end=how == WITHOUT_END, **data)
        changed = services.carry_on(contract, by=request.user, until=until, **data)
        _say_what_is_shared(request, changed)
        return changed

    return contract_form(
        request,
        form,
        save,
        contract,
        to=reverse("contract", args=[pk]),
        done=lambda changed: f"The contract {_goes_on(changed)}. Its returns continue without a gap.",
        version_of=contract,
        heading="Extend the contract",
        intro=f"{_last_day_words(contract)} Returns are due for the days after it, as before.",
        submit_label="Extend it",
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_end(request, pk):
    contract = seen_contract(request, pk)
    check_can_edit_contract(request.user, contract)
    day = clock.today() if contract.planned_until else min(clock.today(), contract.last_day)
    form = EndForm(request.POST or None, version=contract.version, initial={"ended_on": day})
    return form_page(
        request,
        form,
        lambda data: end_contract(contract, by=request.user, **data),
        to=reverse("contract", args=[pk]),
        done="The contract has ended. Returns up to its last day are still due.",
        template=CONFIRM,
        version_of=contract,
        heading="End this contract?",
        caption=contract.title,
        consequence="Nothing in its entry can be changed afterwards. The period that runs on that day ends with it, with a "
        "smaller target. No returns are due for later periods.",
        confirm_label="End the contract",
        dangerous=True,
    )


def _last_day_words(contract) -> str:
    if contract.has_no_end:
        return "No last day was agreed."
    return f"Its last day {'was' if contract.ends_on < clock.today() else 'is'} {plain_day(contract.ends_on)}."


def _goes_on(contract) -> str:
    if contract.has_no_end:
        return "runs without an agreed end"
    return "runs on past its agreed end" if contract.runs_on else f"is extended until {plain_day(contract.ends_on)}"


def _say_what_is_shared(request, contract) -> None:
    for sentence in shared_anew(contract):
        messages.info(request, sentence)
