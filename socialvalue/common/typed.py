"""What somebody typed before their session ended, while the page with its form is drawn again.

``sessions/views/keeping.py`` says it for one request; every form of ours that is not bound asks (``common/forms.py``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django import forms
from django.http import QueryDict

_typed: ContextVar[QueryDict | None] = ContextVar("typed", default=None)
# What a form that saves by itself answers then; its page, the dialog and Help say the same
SIGNED_OUT = "You have been signed out. Press the button and sign in: what you typed is kept and given back to you."
# What a browser does not send when nothing of it is chosen
SILENT = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect, forms.SelectMultiple)


@contextmanager
def typed_before(data: QueryDict | None) -> Iterator[None]:
    """Within it, forms that are not bound show ``data`` where it has their fields."""
    token = _typed.set(data)
    try:
        yield
    finally:
        _typed.reset(token)


def was_typed(form: forms.BaseForm, name: str, field: forms.Field) -> tuple[bool, object]:
    """(whether the form's field was in what was typed, its value as the widget reads it). Files are never kept."""
    data = _typed.get()
    if data is None or form.is_bound or field.disabled or isinstance(field.widget, forms.FileInput):
        return False, None
    if not any(_is_there(form, other, data) for other in form.fields):
        return False, None
    if not (_is_there(form, name, data) or isinstance(field.widget, SILENT)):
        return False, None
    return True, field.widget.value_from_datadict(data, {}, form.add_prefix(name))


def typed_hidden(name: str) -> list[str]:
    """What the form's hidden fields of this name said before the session ended; empty where nothing was kept."""
    data = _typed.get()
    return data.getlist(name) if data is not None else []


def _is_there(form: forms.BaseForm, name: str, data: QueryDict) -> bool:
    html_name = form.add_prefix(name)
    widget = form.fields[name].widget
    if isinstance(widget, SILENT):
        return html_name in data
    return not widget.value_omitted_from_data(data, {}, html_name)
