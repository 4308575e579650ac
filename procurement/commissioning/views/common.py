"""What the pages of the commissioning and engagement rooms share: finding, forms that keep what was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from procurement.commissioning import permissions
from procurement.commissioning.models import Commission
from socialvalue.common.errors import Conflict, DomainError, NotAllowed, WrongState, add_to_form

FORM = "procurement/commissioning/form.html"
CONFIRM = "layouts/confirm.html"


def commission_of(request, reference: str) -> Commission:
    """The commission if this person may see it, otherwise 404."""
    rows = Commission.objects.visible_to(request.user).select_related("council", "directorate", "lead", "framework__framework")
    return get_object_or_404(rows, reference=reference)


def editable(request, reference: str) -> Commission:
    """As ``commission_of``, and open to this person's changes; otherwise NotAllowed with the reason (403)."""
    commission = commission_of(request, reference)
    permissions.check_can_edit(request.user, commission)
    return commission


def trail(commission: Commission, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs: the list, the commission, and what lies between."""
    here = (commission.title, reverse("commission", args=[commission.reference]))
    return [("Commissions", reverse("commissions")), here, *more]


def handle(request, form, save: Callable, *, to, success: str = "", template: str = FORM, latest=None, **context) -> HttpResponse:
    """Show ``form``; when it was sent, hand its data to ``save`` and go to ``to`` (an address, or a function of the result).

    What a service refuses is shown beside its field, with everything typed still there. After a Conflict the form is
    drawn against the newest version of ``latest`` (the record), and the page lists what that holds now.
    NotAllowed passes through: it is a page of its own.
    """
    if request.method == "POST" and form.is_valid():
        try:
            result = save(form.cleaned_data.copy())
        except Conflict as conflict:
            add_to_form(form, conflict)
            context["now_saved"] = _take_latest(form, latest)
        except NotAllowed as refusal:
            if not isinstance(refusal, WrongState):
                raise
            add_to_form(form, refusal)
        except DomainError as refusal:
            add_to_form(form, refusal)
        else:
            if success:
                messages.success(request, success)
            return redirect(to(result) if callable(to) else to)
    return render(request, template, {"form": form, **context})


def act(request, do: Callable, *, to, success: str) -> HttpResponse:
    """A verb of one button: done, or refused with a message on the page it came from."""
    try:
        do()
    except NotAllowed as refusal:
        if not isinstance(refusal, WrongState):
            raise
        messages.error(request, refusal.message)
    except DomainError as refusal:
        for _, text in getattr(refusal, "problems", [(None, refusal.message)]):
            messages.error(request, text)
    else:
        messages.success(request, success)
    return redirect(to)


def _take_latest(form, record) -> list[tuple[str, str]]:
    """Move the form to the newest version; what that version says where the form says something else."""
    fresh = type(record)._base_manager.get(pk=record.pk)
    form.take_latest(fresh.version)
    differing = []
    for name, field in form.fields.items():
        if name == "version" or not hasattr(fresh, name):
            continue
        value = getattr(fresh, name)
        if hasattr(value, "all"):
            value, typed = sorted(map(str, value.all())), sorted(map(str, form.cleaned_data.get(name) or []))
            if value != typed:
                differing.append((field.label, ", ".join(value)))
        elif value != form.cleaned_data.get(name):
            shown = getattr(fresh, f"get_{name}_display", None)
            differing.append((field.label, shown() if shown else "" if value is None else str(value)))
    return differing
