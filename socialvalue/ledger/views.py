"""Whether the record is as it was: for administrators, and for whoever kept one of its digests."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from socialvalue.accounts.administration.views import HOME, administrator, council_of, form_view
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.ledger import forms, pages, selectors, services
from socialvalue.ledger.models import Witness


@require_safe
@never_cache
def check_head(request):
    """For everybody: it says of one number and one digest whether they belong together, and nothing else of the record."""
    form = forms.HeadForm(request.GET or None)
    context = {"form": form, "checked": pages.checked_words(selectors.last_check())}
    if form.is_bound and form.is_valid():
        number, digest = form.cleaned_data["number"], form.cleaned_data["digest"]
        context["fits"], context["answer"] = pages.answer(number, digest, selectors.holds(number, digest), selectors.head())
    return render(request, "socialvalue/ledger/check.html", context)


@administrator
@require_safe
def record(request):
    context = {"record": pages.record_page(council_of(request)), "breadcrumbs": [HOME]}
    return render(request, "socialvalue/ledger/record.html", context)


@administrator
@form_view
def witness_new(request):
    council = council_of(request)
    return form_page(
        request,
        forms.WitnessForm(request.POST or None),
        lambda typed: services.add_witness(council, by=request.user, **typed),
        creates=True,
        done=lambda witness: f"{witness.name} is sent the head of the record from the next morning on.",
        to=reverse("administration-record"),
        back_url=reverse("administration-record"),
        heading="Add a witness of the record",
        intro="It gets an email a day with the number of the last entry and its digest. As long as it keeps them, nobody can "
        "change the record before that entry without it showing. The council’s directors are told.",
        submit_label="Add",
    )


@administrator
@form_view
def witness_end(request, pk):
    witness = get_object_or_404(Witness.objects.visible_to(request.user).standing().filter(council=council_of(request)), pk=pk)
    return form_page(
        request,
        forms.EndForm(request.POST or None),
        lambda typed: services.end_witness(witness, by=request.user, **typed),
        done=f"{witness.name} is sent no more heads.",
        read=witness,
        to=reverse("administration-record"),
        back_url=reverse("administration-record"),
        template=CONFIRM,
        heading=f"Send {witness.name} no more heads?",
        consequence="What it was sent it keeps, and those digests go on showing whether the record was changed. The council’s "
        "directors are told.",
        confirm_label="Send no more",
        dangerous=True,
    )
