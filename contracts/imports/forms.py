"""The register that is brought, and what somebody says of its headings."""

from collections.abc import Sequence
from typing import Any

from django import forms

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.documents.columns import COLUMNS
from contracts.imports.documents.outcomes import UnknownWord
from contracts.imports.services import large
from contracts.imports.services.headings import FIXED
from contracts.register.enums import RegisterStatus, Route
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.forms import GovForm


class RegisterFileForm(GovForm):
    file = forms.FileField(
        label="The register",
        help_text=f"XLSX or CSV. One of more than {large.PAGE_LINES:,} lines is read in the background: you see how far it is.",
    )


# What a column is called where somebody says which of theirs it is
CALLED = {
    "reference": "reference",
    "title": "title",
    "description": "description",
    "directorate": "directorate responsible",
    "supplier": "supplier",
    "supplier number": "supplier’s registration number",
    "charity number": "supplier’s charity number",
    "sme": "small or medium-sized business (SME)",
    "vcse": "voluntary, community or social enterprise (VCSE)",
    "start date": "start date",
    "end date": "end date",
    "status": "how the contract stands (to begin, live, past its end, ended)",
    "review date": "review date",
    "extension": "how long it may be extended",
    "annual value": "annual value",
    "total value": "total value over the whole contract",
    "irrecoverable vat": "VAT that cannot be recovered",
    "value with vat": "value over the term with VAT",
    "light touch": "whether it is a light touch contract",
    "procurement": "how it was procured",
    "contract manager": "contract manager’s email address",
    "lead director": "lead director’s email address",
    "postcode": "supplier’s postcode",
}
ALWAYS = {
    "directorate": "The directorate of every contract in this file",
    "procurement": "How every contract in this file was procured",
    "contract manager": "The contract manager of every contract in this file",
    "lead director": "The lead director of every contract in this file",
}
# What every contract has, in the words of a refusal
NEEDED = {
    "reference": "a reference",
    "title": "a title",
    "directorate": "a directorate",
    "supplier": "a supplier",
    "start date": "a start date",
    "procurement": "to say how it was procured",
}
VALUES = ("annual value", "total value")


class HeadingsForm(GovForm):
    """Which heading of the file is which of ours; some may be one for every line instead."""

    def __init__(self, *args, headings: list[str], council: Organisation, said: dict[str, str], fixed: Meaning, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "Not in this file"), *[(heading, heading) for heading in headings]]
        always = {
            "directorate": [(one.name, one.name) for one in council.directorates.order_by("name")],
            "procurement": [(str(label).lower(), str(label)) for _, label in Route.choices],
            "contract manager": _people(Permission.EDIT_CONTRACTS, council),
            "lead director": _people(Permission.VERIFY_RETURNS, council),
        }
        for column in COLUMNS:
            if column.name == "earlier suppliers":
                continue
            self.fields[_field(column.name)] = forms.ChoiceField(
                choices=choices,
                label=f"Column for: {CALLED[column.name]}",
                required=column.needed and column.name not in FIXED,
                initial=said.get(column.name, ""),
                error_messages={"required": _lacking(column.name)},
            )
            if column.name in FIXED:
                self.fields[_field(column.name, "always")] = forms.ChoiceField(
                    choices=[("", "It differs from line to line"), *always[column.name]],
                    label=ALWAYS[column.name],
                    required=False,
                    initial=fixed.fixed.get(column.name, ""),
                    help_text="For lines that do not say it themselves.",
                )
        for name in self.fields:
            self.dress(name)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        for name in filter(NEEDED.get, FIXED):
            if not data.get(_field(name)) and not data.get(_field(name, "always")):
                self.add_error(
                    _field(name), f"Every contract needs {NEEDED[name]}. Choose its column, or what holds for every contract."
                )
        if not any(data.get(_field(name)) for name in VALUES):
            self.add_error(
                _field(VALUES[0]),
                "Every contract needs its annual value or its total value. Choose the column of one of them, or add one to the "
                "file and upload it again.",
            )
        chosen = [data.get(_field(column.name)) for column in COLUMNS if data.get(_field(column.name))]
        for column in COLUMNS:
            if (heading := data.get(_field(column.name))) and chosen.count(heading) > 1:
                self.add_error(_field(column.name), f"“{heading}” is chosen twice. Choose a different heading for one of them.")
        return data

    def meaning(self) -> Meaning:
        data = self.cleaned_data
        return Meaning(
            headings={column.name: data[_field(column.name)] for column in COLUMNS if data.get(_field(column.name))},
            fixed={name: data[_field(name, "always")] for name in FIXED if data.get(_field(name, "always"))},
        )


class WordsForm(GovForm):
    """What the words mean that no column of ours knows: asked once, and kept with the headings."""

    def __init__(self, *args, unknown: Sequence[UnknownWord], council: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        choices = {
            "directorate": [(one.name, one.name) for one in council.directorates.order_by("name")],
            "procurement": [(str(label).lower(), str(label)) for _, label in Route.choices],
            "status": [(str(label).lower(), str(label)) for _, label in RegisterStatus.choices],
        }
        for number, word in enumerate(unknown):
            name = f"word-{number}"
            self.fields[name] = forms.ChoiceField(
                label=f"“{word.text}” ({word.column})",
                help_text=word.where,
                choices=[("", "It is a mistake in the file"), *choices[word.column]],
                required=False,
            )
            self.dress(name)

    def words(self) -> dict[str, dict[str, str]]:
        """Our column → {their word: ours}, of those that were answered."""
        said: dict[str, dict[str, str]] = {}
        for number, word in enumerate(self.unknown):
            if meant := self.cleaned_data.get(f"word-{number}"):
                said.setdefault(word.column, {})[word.text] = meant
        return said


def _people(permission: Permission, council: Organisation) -> list[tuple[str, str]]:
    return [(one.email, str(one)) for one in User.objects.holding(permission, council).order_by("name", "pk")]


def _lacking(column: str) -> str:
    return f"Every contract needs {NEEDED.get(column, '')}. Choose its column, or add one to the file and upload it again."


def _field(column: str, *more: str) -> str:
    return "_".join([*column.split(), *more])
