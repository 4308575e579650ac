"""The page of one contract and period: a row a KPI, each with its own fields, sent together."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Layout, Row
from django import forms
from django.urls import reverse

from contracts.performance.composing import read
from contracts.performance.enums import Kind
from contracts.returns.calculations.figures import Figure
from contracts.returns.forms import CLOSED, PICTURE_TYPES, ReturnForm
from contracts.returns.selectors.period import PeriodRow
from contracts.returns.services import Written
from contracts.schedule.models import DueReturn
from socialvalue.common.errors import Conflict, DomainError, add_to_form
from socialvalue.common.forms import GovForm
from socialvalue.common.templatetags.formats import plain_number

# What stays folded until somebody wants to say more than the figure
FOLD = (
    '<details class="govuk-details sv-more"{% if form.is_opened %} open{% endif %}><summary class="govuk-details__summary">'
    '<span class="govuk-details__summary-text">More about this figure<span class="govuk-visually-hidden">: {{ form.kpi.wording }}'
    '</span></span></summary><div class="govuk-details__text">'
)
CAMERA = (HTML('<div class="sv-camera">'), "photo", HTML("</div>"))


class PageForm(GovForm):
    """What all rows share: the name of this opened page, so that its own saving is no conflict with itself."""

    page = forms.CharField(
        widget=forms.HiddenInput(attrs={"data-page-name": "", "autocomplete": "off"}), required=False, max_length=64
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"page": secrets.token_hex(8)}, **kwargs)


class RowForm(ReturnForm):
    """One KPI's row. ``was`` says what the row held when the page was drawn, so that a row nobody touched is left alone."""

    photo = forms.FileField(
        required=False,
        label="Take a photograph",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(PICTURE_TYPES), "capture": "environment"}),
    )
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, files=None, *, row: PeriodRow, **kwargs):
        self.row, self.kpi, latest = row, row.due.kpi, row.latest
        initial = {name: getattr(latest, name) for name in self.TYPED} if latest else {}
        version = latest.version if latest else 0
        if latest is not None:
            initial["benefited"] = latest.benefited
        shown: dict[str, Any] = {"version": version, "initial": initial, "prefix": f"r{row.due.pk}"}
        subs = read(row.due.sub_scores)
        super().__init__(data, files, kpi=self.kpi, ends_on=row.due.ends_on, subs=subs, **shown, **kwargs)
        del self.fields["page"]
        held = {name: initial.get(name) for name in self.TYPED if self.keeps(name)}
        if self.groups:
            held["benefited"] = initial.get("benefited")
        self.initial["was"] = f"{version}:{_digest(held)}"
        if self.kpi.kind == Kind.RATIO:
            # The row's name is that of the two numbers together
            self.figure = [Row("numerator", "denominator"), "no_cases"]
        figure = [one for one in self.figure if one != "estimated"]
        more = (
            *[name for name in ("estimated",) if name in self.fields],
            "narrative",
            *CAMERA,
            "file",
            "description",
            "direct_result",
            "anyway",
            "evidence_note",
        )
        self.helper.layout = Layout(*figure, *self._who(), HTML(FOLD), *more, HTML(CLOSED))
        self._shorten()

        self._sends_at_once("photo", "file")

    @property
    def called(self) -> str:
        return f"KPI {self.kpi.number}"

    def _sends_at_once(self, *names: str) -> None:
        """A photograph is a request of its own as soon as it is taken: five of them are too large for one."""
        pk = self.row.due.pk
        for name in names:
            self.fields[name].widget.attrs |= {
                "hx-post": reverse("evidence-add", args=[pk]),
                "hx-trigger": "change",
                "hx-encoding": "multipart/form-data",
                "hx-params": f"csrfmiddlewaretoken,page,{self.add_prefix(name)}",
                "hx-target": f"#evidence-{pk}",
                # Its own, or what saves by itself half a second later would stop it on a slow line
                "hx-sync": "this:queue all",
            }

    def _shorten(self) -> None:
        """A row is read among others: its name stands above it, and hints that every row would repeat are said once."""
        if "value" in self.fields:
            self.fields["value"].label, self.fields["value"].help_text = "This period", ""
            self.look("value", quiet=True)
        if "no_cases" in self.fields:
            self.fields["no_cases"].label, self.fields["no_cases"].help_text = "No cases in this period", ""
        self.fields["narrative"].help_text = ""
        self.fields["file"].label = "Add a file"
        self.fields["file"].help_text = ""
        self.look("narrative", "direct_result", "anyway", "evidence_note", "photo", "file", "description", quiet=True)
        self.fields["narrative"].widget.attrs["rows"] = 3
        for name in ("direct_result", "anyway"):
            self.fields[name].widget.attrs["rows"] = 2

    @property
    def is_opened(self) -> bool:
        """Something is wrong within what is folded."""
        return any(name in self.errors for name in (*self.words, "photo")) if self.is_bound else False

    def is_untouched(self, page: str) -> bool:
        """Nobody typed in this row since the page was drawn; only after ``is_valid()``. ``page``: its name."""
        version, _, digest = self.cleaned_data["was"].partition(":")
        latest = self.row.latest
        own = latest is not None and bool(page) and latest.saved_page.partition(".")[0] == page.partition(".")[0]
        return not own and version == str(self.expected_version) and digest == _digest(self.typed())

    def written(self) -> Written:
        """What was typed, as the services take it."""
        typed = self.typed()
        figure = Figure(**{name: typed[name] for name in vars(Figure()) if typed.get(name) is not None})
        words = {name: found for name, found in typed.items() if name not in vars(figure) and found is not None}
        return Written(due=self.row.due, figure=figure, expected_version=self.expected_version, **words)

    def uploads(self) -> list[tuple[str, Any]]:
        """(field, file) of what was chosen in this row."""
        return [(name, found) for name in ("photo", "file") if (found := self.cleaned_data.get(name))]


def _digest(typed: Mapping[str, Any]) -> str:
    """The same for the same words and figures, however they are written."""
    said = "\n".join(f"{name}={_plain(typed[name])}" for name in sorted(typed) if _plain(typed[name]))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain_number(value, places=6)
    if isinstance(value, Mapping):
        return ";".join(f"{key}={value[key]}" for key in sorted(value))
    if value is None or value is False:
        return ""
    if isinstance(value, Mapping):
        said = {key: amount for key, amount in value.items() if amount not in (None, "")}
        return " ".join(f"{key}:{_plain(Decimal(said[key]))}" for key in sorted(said))
    return str(value).replace("\r\n", "\n").strip()


class PeriodForms:
    """The rows of a period that may be written, with what they share."""

    def __init__(self, rows: Sequence[PeriodRow], data=None, files=None):
        self.shared = PageForm(data)
        self.rows = [RowForm(data, files, row=row) for row in rows if row.may_write]

    @property
    def page(self) -> str:
        return self.shared.cleaned_data["page"] if self.shared.is_valid() else ""

    def of(self, due: DueReturn) -> RowForm | None:
        """The form of one row; None where it may not be written now."""
        return next((form for form in self.rows if form.row.due.pk == due.pk), None)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in (self.shared, *self.rows)])

    def touched(self) -> list[RowForm]:
        """The rows that can be read and in which somebody typed, or to which a file is to be added."""
        page = self.page
        return [form for form in self.rows if form.is_valid() and (form.uploads() or not form.is_untouched(page))]

    def refuse(self, refused: Mapping[int, DomainError]) -> None:
        """Each refusal beside its row; the next save is then against what is stored now, which the page shows."""
        for form in self.rows:
            if error := refused.get(form.row.due.pk):
                add_to_form(form, error)
                if isinstance(error, Conflict):
                    form.latest_id = f"latest-{form.row.due.pk}"
                    form.take_latest(form.row.latest.version if form.row.latest else 0)
