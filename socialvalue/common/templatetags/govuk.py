"""What the ``govuk`` form pack asks of a form: which pattern a field is, where its errors link to, how its widget is drawn."""

from django import forms, template
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.utils.html import format_html

register = template.Library()

# As many as the districts of a small county; as long as “Tonbridge and Malling”
COLUMNS_FROM, COLUMN_FITS = 9, 24

TEXTAREA_ROWS = 5
# A line of so many characters or more holds a title or a sentence, and says how many are left when few are
SENTENCE = 200
NEAR = 75  # per cent


@register.filter
def kind(field) -> str:
    """The pattern a bound field is drawn with; the order matters, since many widgets are kinds of one another."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.MultiWidget):
        return "parts"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.Select):
        return "select"
    return "input"


@register.filter
def anchor(field) -> str:
    """The id an error-summary link goes to: the first control of a group, otherwise the control itself.

    A widget of several parts may know which of them is wrong: ``error_part`` maps an error code to a part's index.
    """
    if kind(field) in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    if kind(field) == "parts":
        return f"{field.auto_id}_{_wrong_parts(field)[0]}"
    return field.id_for_label or field.auto_id


def _wrong_parts(field) -> list[int]:
    """Indexes of the parts an error speaks of; the first of all when the error is about the whole."""
    by_code = getattr(field.field.widget, "error_part", {})
    data = field.form.errors.get(field.name)
    codes = [e.code for e in data.as_data()] if data else []
    return [by_code[c] for c in codes if c in by_code] or [0]


@register.filter
def describedby(field) -> str:
    """The ids of hint, errors and word count that exist for this field, in reading order."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    if word_limit(field) or character_limit(field):
        ids.append(f"{field.auto_id}-info")
    return " ".join(ids)


@register.filter
def word_limit(field):
    """Most words allowed, as the field says (``max_words``), or None."""
    return getattr(field.field, "max_words", None)


@register.filter
def character_limit(field):
    """Most characters, counted on the page for long text and for a line that takes a sentence, or None."""
    most = getattr(field.field, "max_length", None)
    if word_limit(field) or not most:
        return None
    # Addresses of people and pages are lines too, and nobody writes them to length
    sentence = getattr(field.field.widget, "input_type", "") == "text" and most >= SENTENCE
    return most if kind(field) == "textarea" or sentence else None


@register.simple_tag
def group_attributes(field, wrapper_class: str = ""):
    """The attributes of the box around a field: what it looks like, and what its script counts or shows."""
    words, characters, password = word_limit(field), character_limit(field), kind(field) == "password"
    classes = {
        "govuk-form-group": True,
        "govuk-form-group--error": bool(field.errors),
        "govuk-password-input": password,
        "govuk-character-count": bool(words or characters),
        wrapper_class: bool(wrapper_class),
    }
    attributes: dict[str, object] = {"class": " ".join(name for name, holds in classes.items() if holds)}
    if password:
        attributes["data-module"] = "govuk-password-input"
    elif words:
        attributes |= {"data-module": "govuk-character-count", "data-count-type": "words", "data-maxlength": words}
    elif characters:
        attributes |= {"data-module": "govuk-character-count", "data-maxlength": characters}
        if kind(field) == "input":
            attributes["data-threshold"] = NEAR
    return flatatt(attributes)


@register.filter
def prefix(field):
    return getattr(field.field, "prefix", "") or ""


@register.filter
def suffix(field):
    return getattr(field.field, "suffix", "") or ""


@register.filter
def optional(field) -> bool:
    """Whether the label says “(optional)”: single controls that may stay empty; a lone checkbox always may."""
    return not field.field.required and kind(field) not in ("checkbox", "hidden") and not getattr(field.field, "quiet", False)


@register.filter
def legend_large(field) -> bool:
    return bool(getattr(field.field, "legend_large", False))


CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}


@register.simple_tag
def control(field):
    """The widget itself with the classes and descriptions of its pattern. Never changes the form's own widgets."""
    name = kind(field)
    base = CLASSES.get(name, "")
    own = field.field.widget.attrs.get("class", "")
    classes = [base, own, getattr(field.field, "width", "")]
    if field.errors and name in ("input", "password", "textarea", "select", "file"):
        classes.append(f"{base.split()[0]}--error")
    if word_limit(field) or character_limit(field):
        classes.append("govuk-js-character-count")
    attrs: dict[str, object] = {"class": " ".join(c for c in classes if c)}
    described = describedby(field)
    if described:
        attrs["aria-describedby"] = described
    if name == "textarea" and field.field.widget.attrs.get("rows", "10") == "10":
        attrs["rows"] = TEXTAREA_ROWS
        attrs["cols"] = False
    return field.as_widget(attrs=attrs)


@register.simple_tag
def parts(field) -> list[dict]:
    """The single inputs of a field of several parts, each with label, name, id, value and whether it is the wrong one."""
    widget = field.field.widget
    context = widget.get_context(field.html_name, field.value(), {"id": field.auto_id})["widget"]["subwidgets"]
    wrong = _wrong_parts(field) if field.errors else []
    whole = bool(field.errors) and not any(
        e.code in getattr(widget, "error_part", {}) for e in field.form.errors[field.name].as_data()
    )
    labels = getattr(widget, "part_labels", [str(n + 1) for n in range(len(context))])
    widths = getattr(widget, "part_widths", ["govuk-input--width-5"] * len(context))
    modes = getattr(widget, "part_modes", [""] * len(context))
    return [
        {
            "label": labels[i],
            "width": widths[i],
            "inputmode": modes[i],
            "name": sub["name"],
            "id": f"{field.auto_id}_{i}",
            "value": "" if sub["value"] is None else sub["value"],
            "error": whole or i in wrong,
        }
        for i, sub in enumerate(context)
    ]


@register.simple_tag
def options(field) -> list[dict]:
    """The choices of radios or checkboxes: id, name, value, label, hint, checked, disabled, revealed.

    Hints come from the field's ``choice_hints`` (value → text), what a choice opens from its ``reveals`` (value → field name).
    """
    hints = {str(k): v for k, v in (getattr(field.field, "choice_hints", None) or {}).items()}
    reveals = getattr(field.field, "reveals", None) or {}
    rows = []
    for index, sub in enumerate(field.subwidgets):
        data = sub.data
        value = "" if data["value"] is None else str(data["value"])
        rows.append(
            {
                "id": f"{field.auto_id}_{index}",
                "name": data["name"],
                "value": value,
                "label": data["label"],
                "hint": hints.get(value, ""),
                "checked": bool(data.get("selected")),
                "disabled": bool(data["attrs"].get("disabled")),
                "revealed": field.form[reveals[value]] if value in reveals else None,
            }
        )
    return rows


@register.filter
def in_columns(rows: list[dict]) -> bool:
    """Whether boxes to tick may stand side by side: so many that they fill a page, and each a few words without a hint."""
    return len(rows) >= COLUMNS_FROM and all(len(str(row["label"])) <= COLUMN_FITS and not row["hint"] for row in rows)


def _summary_lines(form) -> list[tuple[str | None, str]]:
    # After a conflict a form that saves by itself has the latest version on its page
    latest = f"#{form.latest_id}" if getattr(form, "conflict", None) and hasattr(form, "latest_id") else None
    lines: list[tuple[str | None, str]] = []
    for error in form.non_field_errors().as_data():
        lines += [(latest if error.code == "conflict" else None, str(text)) for text in error.messages]
    for name in form.fields:
        field = form[name]
        if not field.errors:
            continue
        by_code = getattr(field.field.widget, "error_part", {})
        for error in form.errors.as_data()[name]:
            to = f"#{field.auto_id}_{by_code[error.code]}" if error.code in by_code else f"#{anchor(field)}"
            lines += [(None if kind(field) == "hidden" else to, str(text)) for text in error.messages]
    return lines


def _one_by_one(items):
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from item
        else:
            yield item


@register.inclusion_tag("govuk/error_summary.html", takes_context=True)
def error_summary(context, *forms_or_formsets, title="There is a problem"):
    """The list of errors above the heading, each linking to what it speaks of. Takes forms, formsets and lists of forms, in page
    order. A form of a list that is ``called`` something is named behind what is wrong with it.

    Below it, after a conflict, what is saved now (``common.pages.accepted`` puts it on the form as ``now_saved``) and who did
    what since.
    None is passed over, so that a page whose form is optional needs no ``if``.
    """
    lines: list[tuple[str | None, str]] = []
    forms_or_formsets = tuple(_one_by_one(forms_or_formsets))
    for item in forms_or_formsets:
        if not item or not getattr(item, "is_bound", False):
            continue
        if isinstance(item, BaseFormSet):
            lines += [(None, str(e)) for e in item.non_form_errors()]
            for number, form in enumerate(item.forms, start=1):
                lines += [(to, f"{text} (row {number})") for to, text in _summary_lines(form)]
        else:
            called = f" ({item.called})" if getattr(item, "called", "") else ""
            lines += [(to, f"{text}{called}") for to, text in _summary_lines(item)]
    lists = [one.now_saved for one in forms_or_formsets if getattr(one, "now_saved", None) is not None]
    conflict = next((one.conflict for one in forms_or_formsets if getattr(one, "conflict", None)), None)
    return {
        "lines": lines,
        "title": title,
        "now_saved": lists[0] if lists else None,
        "conflict": conflict,
        "made_before": next((one.made_before for one in forms_or_formsets if getattr(one, "made_before", "")), ""),
        "request": context.get("request"),
    }


# The words of each colour; a status word found nowhere is grey.
WORDS_BY_COLOUR = {
    "grey": "draft|not started|closed|withdrawn|superseded|expired|cancelled|cannot start yet",
    "blue": "in progress|open|published|submitted|scheduled|offered|planned|received|open for bids",
    "green": "approved|agreed|verified|done|complete|completed|met|on track|awarded|active|live|good|target met|signed off|"
    "accepted",
    "yellow": "waiting|waits for a second person|due|due soon|at risk|in standstill|standstill|waiting for approval|"
    "waiting for verification|approaching target|requires improvement|sent back|with procurement",
    "red": "overdue|missed|rejected|behind|late|inadequate|refused|failed|below minimum",
    "purple": "required|moderation|in moderation|illustrative",
    "teal": "evaluation|in evaluation|sealed",
}
TAG_COLOURS = {word: colour for colour, words in WORDS_BY_COLOUR.items() for word in words.split("|")}


@register.simple_tag
def tag(label, colour=None):
    """A status as a word in a tag. The colour is looked up from the word, or named; an unknown word is grey.

    ``label`` may also be a model's display value in any letter case.
    """
    text = str(label)
    name = colour or TAG_COLOURS.get(text.casefold(), "grey")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', name, text)
