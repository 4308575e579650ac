"""What filters a list just now, each with the link that takes just this one off."""

from dataclasses import dataclass

from django.forms import BaseForm
from django.http import QueryDict

from socialvalue.common.lists.asking import kept
from socialvalue.common.pages import in_words

NOTHING: tuple = (None, "", False, [], ())
# A list this short is read at once: a filter above it is only in the way
FILTER_FROM = 11


@dataclass(frozen=True)
class Chip:
    """“Directorate: Adult social care”, and the query of the address without it."""

    label: str
    value: str
    query: str


def values_of(form: BaseForm | None) -> dict:
    """What the filter asks for, by field; what is empty or could not be read is left out."""
    if form is None or not form.is_bound:
        return {}
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in NOTHING}


def much_to_filter(form: BaseForm | None, count: int) -> bool:
    """Whether a filter is worth its place above ``count`` rows: there are many, or it is in force or could not be read."""
    return form is not None and (bool(values_of(form)) or bool(form.errors) or count >= FILTER_FROM)


@dataclass(frozen=True)
class Narrowed:
    """The filter of a page whose rows are no ``Listing``: the page gives it to the parts as ``list``."""

    form: BaseForm
    count: int
    query: QueryDict

    @property
    def shows_filter(self) -> bool:
        return much_to_filter(self.form, self.count)

    @property
    def chips(self) -> list[Chip]:
        return chips_of(self.form, values_of(self.form), self.query)


def chips_of(form: BaseForm | None, values: dict, query: QueryDict) -> list[Chip]:
    """A chip for each of ``values``, in the order of the form; what the form does not draw has none."""
    if form is None:
        return []
    found = []
    for field in form.visible_fields():
        if field.name in values:
            less = kept(query, *_names(form, field.name, query))
            found.append(Chip(str(field.label), in_words(field.field, values[field.name]), less.urlencode()))
    return found


def unread(form: BaseForm | None) -> list[str]:
    """Labels of what was asked for and cannot be read any more, such as a directorate that was closed."""
    if form is None or not form.is_bound or form.is_valid():
        return []
    return [str(form.fields[name].label) if name in form.fields else "Filter" for name in form.errors]


def _names(form: BaseForm, name: str, query: QueryDict) -> list[str]:
    """A field's names in the address: a date has three, which begin with its own."""
    return [key for key in query if key == name or (key.startswith(f"{name}_") and key not in form.fields)]
