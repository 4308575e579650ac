"""A page that is one form, a button that is one verb, and what both do when a service refuses. How to use it: docs/pages.md."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Manager, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.choices import normalize_choices

from socialvalue.common import once
from socialvalue.common.errors import Conflict, DomainError, NotAllowed, WrongState, add_to_form
from socialvalue.common.fields import MoneyField
from socialvalue.common.templatetags.formats import plain_day, plain_money, plain_number, plain_time
from socialvalue.common.undoing import Undo

FORM = "layouts/form.html"
CONFIRM = "layouts/confirm.html"


def form_page(
    request: HttpRequest, form, save: Callable[[dict], Any], *, to, done="", template: str = FORM,
    latest=None, version_of=None, undo: Callable[[Any], Undo | None] | None = None, creates: bool = False, **context,
) -> HttpResponse:  # fmt: skip
    """Draw ``form``; when it was sent, ``save(data)``, say ``done`` and go ``to``. An unbound form is only drawn.

    ``to`` and ``done`` are an address and a sentence, or functions of what ``save`` returned.
    ``undo``: a function of the same that says how it is undone. ``latest``, ``version_of``: see ``accepted``.
    ``creates``: it makes something new, which the same form sent twice makes once (``once``).
    The rest is the template's context; ``cancel_url`` is ``to`` if not given.
    """
    if request.method == "POST":
        kept: list = []

        def made(data: dict) -> None:
            kept.append(once.only(request, lambda: save(data), _where(to)) if creates else save(data))

        try:
            if creates:
                once.look(request)
            taken = accepted(form, made, latest=latest, version_of=version_of)
        except once.SentAlready as sent:
            return lead_on(request, sent)
        if taken:
            sentence = done(kept[0]) if callable(done) else done
            if sentence:
                say_done(request, sentence, undo(kept[0]) if undo else None)
            return redirect(to(kept[0]) if callable(to) else to)
    if not callable(to):
        context.setdefault("cancel_url", to)
    return render(request, template, {"form": form, **context})


def _where(to) -> Callable[[Any], str]:
    return to if callable(to) else lambda _: to


def lead_on(request: HttpRequest, sent: once.SentAlready) -> HttpResponse:
    """To what the first post made, saying so."""
    messages.info(request, once.SENT_ALREADY)
    return redirect(sent.led_to)


def say_done(request: HttpRequest, sentence: str, undo: Undo | None = None) -> None:
    """The green banner of the next page; with ``undo``, it has the button that takes back what was done."""
    messages.success(request, sentence, extra_tags=undo.tag if undo and undo.is_open else "")


def accepted(form, save: Callable[[dict], Any], *, latest=None, version_of=None) -> bool:
    """Whether the form is valid and ``save(data)`` took it; otherwise the form says why, with everything typed still there.

    ``data``: the form's cleaned data; a versioned form's version is in it as ``expected_version``, as services call it.
    ``latest``: the record the form is about, or a function that finds it. After a Conflict the form lists what that holds now.
    ``version_of``: likewise the record that carries the version, where it is another one (a criterion's tender) or where the
    form says nothing that the record holds (a reason). Then nothing is listed.
    NotAllowed passes through, since it is a page of its own; WrongState belongs to the form: what was typed can still be copied.
    """
    if not form.is_valid():
        return False
    try:
        save(_given(form))
    except Conflict as conflict:
        add_to_form(form, conflict)
        _take_latest(form, latest, version_of)
    except WrongState as refusal:
        add_to_form(form, refusal)
    except NotAllowed:
        raise
    except DomainError as refusal:
        add_to_form(form, refusal)
    else:
        return True
    return False


def button(request: HttpRequest, do: Callable[[], Any], *, to: str, done: str) -> HttpResponse:
    """A verb of one button: done, or refused with a message on the page it came from.

    NotAllowed is a page of its own, and so is a Conflict: it says what changed since the button was read, and leads back ``to``.
    """
    try:
        do()
    except Conflict as conflict:
        conflict.back = to
        raise
    except DomainError as refusal:
        if isinstance(refusal, NotAllowed) and not isinstance(refusal, WrongState):
            raise
        for _, text in refusal.problems:
            messages.error(request, text)
    else:
        messages.success(request, done)
    return redirect(to)


def _given(form) -> dict:
    data = form.cleaned_data.copy()
    if "version" in form.fields:
        data["expected_version"] = data.pop("version")
    return data


def _take_latest(form, latest, version_of) -> None:
    """The next save is against the newest version, and the page lists what that says where the form says something else."""
    if not hasattr(form, "take_latest"):
        return
    found = _as_stored(latest)
    carrier = _as_stored(version_of) or found
    if carrier is not None:
        form.take_latest(carrier.version)
    elif latest is not None or version_of is not None:
        form.take_latest(0)  # nothing is saved yet
    if found is not None:
        form.now_saved = differences(form, found)


def _as_stored(record):
    """The record as it is stored now: a model form has written what was typed into the one it was given."""
    if record is None or callable(record):
        return record() if record else None
    return type(record)._base_manager.filter(pk=record.pk).first()


def differences(form, record) -> list[tuple[str, str]]:
    """(label, what ``record`` says) for each field of a valid form that says something else.

    A form whose fields are not its record's own says what they would hold: ``saved_values(record)``.
    """
    if hasattr(form, "saved_values"):
        saved = form.saved_values(record)
    else:
        saved = {name: getattr(record, name) for name in form.fields if name != "version" and hasattr(record, name)}
    found = []
    for name, value in saved.items():
        field = form.fields.get(name)
        if field is not None and in_words(field, value) != in_words(field, form.cleaned_data.get(name)):
            found.append((str(field.label), in_words(field, value)))
    return found


def in_words(field: forms.Field, value) -> str:
    """One value as somebody reads it beside the field's label; empty when there is none."""
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, (QuerySet, list, tuple, set)):
        return ", ".join(sorted(in_words(field, one) for one in value))
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        labels = {str(key): str(label) for key, label in normalize_choices(field.choices) if not isinstance(label, (list, tuple))}
        return labels.get(str(value), str(value))
    if isinstance(value, datetime):
        return f"{plain_day(value)}, {plain_time(value)}"
    if isinstance(value, date):
        return plain_day(value)
    if isinstance(value, (Decimal, int)):
        return (
            plain_money(value)
            if isinstance(field, MoneyField)
            else f"{plain_number(value, places=6)} {getattr(field, 'suffix', '')}".strip()
        )
    return str(value)
