"""Bringing a contracts register in on a page: shown first, then confirmed. The command calls the same service."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.imports.documents.columns import COLUMNS
from contracts.imports.services import import_contracts
from contracts.register.permissions import check_can_register_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import Refused, add_to_form
from socialvalue.common.forms import GovForm
from socialvalue.common.tables.carrying import carried, carry
from socialvalue.common.views import needs, takes_files

# In front of a question's key, in the name of its field
ANSWER = "supplier:"


class RegisterFileForm(GovForm):
    file = forms.FileField(label="The register", help_text="XLSX or CSV")


@takes_files
@needs(P.EDIT_CONTRACTS)
def contracts_import(request):
    council = request.user.council
    check_can_register_contract(request.user, council)
    context = {"form": RegisterFileForm(), "columns": COLUMNS, "breadcrumbs": [("Contracts", reverse("contracts"))]}
    if request.method == "POST":
        form = RegisterFileForm(request.POST, request.FILES)
        try:
            done = _bring(request, council, form, context)
            if done is not None:
                messages.success(request, f"The contracts were imported: {done.summary}.")
                return redirect("contracts")
        except Refused as refusal:
            form.is_valid()
            add_to_form(form, refusal)
            context["form"] = form
    return render(request, "contracts/imports/register.html", context)


def _bring(request, council, form, context):
    """Put the dry run in ``context``; the outcome once it was confirmed and nothing is wrong."""
    if "carried" in request.POST:
        name, data = carried(request.POST["carried"], by=request.user)
    elif form.is_valid():
        name, data = form.cleaned_data["file"].name, form.cleaned_data["file"].read()
    else:
        context["form"] = form
        return None
    answers = {name.removeprefix(ANSWER): answer for name, answer in request.POST.items() if name.startswith(ANSWER)}
    outcome = import_contracts(
        by=request.user, council=council, data=data, name=name, dry_run="confirm" not in request.POST, answers=answers
    )
    if "confirm" in request.POST and outcome.is_ready:
        return outcome
    context.update(
        outcome=outcome,
        name=name,
        unanswered="confirm" in request.POST and outcome.open_questions and not outcome.problems,
        carried=carry(name, data, by=request.user),
        has_errors=bool(outcome.problems),
    )
    return None
