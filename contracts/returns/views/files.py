"""The return template taken away, and brought back filled."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contracts.evidence.permissions import reports_for
from contracts.register.views import seen_contract
from contracts.returns.forms import FileForm, MappingForm
from contracts.returns.pages import figure_text
from contracts.returns.services.bringing_back import bring_back
from contracts.returns.services.template import (
    WIDTHS,
    headings_for,
    headings_of,
    keep_mapping,
    kept_mapping,
    suggested,
    template_headings,
    template_rows,
)
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import NotAllowed, Refused, add_to_form
from socialvalue.common.tables import HeadingsMissing, write_csv, write_xlsx
from socialvalue.common.tables.carrying import carried, carry
from socialvalue.common.views import needs, takes_files

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@needs(P.VIEW_CONTRACTS, P.BID)
def returns_template(request, pk, kind):
    contract = seen_contract(request, pk)
    headings, rows = headings_for(template_rows(contract, request.user), template_headings(contract, request.user))
    data = write_csv(headings, rows) if kind == "csv" else write_xlsx(headings, rows, title="Returns", widths=WIDTHS)
    response = HttpResponse(data, content_type=KINDS[kind])
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in contract.reference)
    response["Content-Disposition"] = f'attachment; filename="returns-{name}.{kind}"'
    return response


@takes_files
@needs(P.EDIT_CONTRACTS, P.BID)
def returns_back(request, pk):
    """A file is shown first as what it would do; the same file, carried on the page, is then brought in."""
    contract = seen_contract(request, pk)
    if reports_for(request.user, contract) is None:
        raise NotAllowed("Returns are made by the contract's supplier or by the council's contract managers")
    context = {"contract": contract, "form": FileForm(), "back_url": reverse("contract-returns", args=[pk])}
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        try:
            done = _bring(request, contract, form, context)
            if done is not None:
                messages.success(request, f"Imported as drafts: {done.summary}. Check them, then submit them.")
                return redirect("contract-returns", pk)
        except Refused as refusal:
            form.is_valid()
            add_to_form(form, refusal)
            context["form"] = form
    return render(request, "contracts/returns/back.html", context)


def _bring(request, contract, form, context):
    """Fill ``context`` for the next step; the finished preview once it was confirmed and has no problem."""
    if "carried" in request.POST:
        name, data, said = carried(request.POST["carried"], by=request.user)
        mapping = said.get("headings", {})
    elif form.is_valid():
        name, data = form.cleaned_data["file"].name, form.cleaned_data["file"].read()
        mapping = kept_mapping(contract)
    else:
        context["form"] = form
        return None
    if "map" in request.POST:
        mapping_form = MappingForm(request.POST, headings=headings_of(data, name), mapping={})
        if not mapping_form.is_valid():
            context.update(mapping_form=mapping_form, carried=_carry(request, name, data, mapping), name=name)
            return None
        mapping = keep_mapping(contract, by=request.user, mapping=mapping_form.mapping()).mapping
    try:
        preview = bring_back(
            contract, by=request.user, data=data, name=name, mapping=mapping, dry_run="confirm" not in request.POST
        )
    except HeadingsMissing:
        headings = headings_of(data, name)
        context.update(
            mapping_form=MappingForm(headings=headings, mapping=suggested(headings) | mapping),
            carried=_carry(request, name, data, mapping),
            name=name,
        )
        return None
    if "confirm" in request.POST and not preview.problems:
        return preview
    told = [(line, figure_text(line.version, line.due.kpi)) for line in preview.lines if line.does != "empty"]
    context.update(
        preview=preview,
        told=told,
        carried=_carry(request, name, data, mapping),
        name=name,
        has_errors=bool(preview.problems),
    )
    return None


def _carry(request, name: str, data: bytes, mapping: dict[str, str]) -> str:
    """The file with what was said of its headings: what is confirmed is then what was shown."""
    return carry(name, data, by=request.user, said={"headings": mapping})
