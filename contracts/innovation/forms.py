"""A sum set aside for new ideas, a project, what it spent and what came of it."""

from typing import Any

from django import forms

from contracts.innovation.models import InnovationProject
from contracts.innovation.services import ProjectDetails
from socialvalue.common import clock
from socialvalue.common.forms import GovForm, MoneyField, VersionedFormMixin
from socialvalue.law.periods import quarter_words, quarters_until


class PotForm(VersionedFormMixin, GovForm):
    amount = MoneyField(label="How much is set aside", help_text="Over the whole term of the contract.")
    purpose = forms.CharField(max_length=300, label="What it is for", widget=forms.Textarea(attrs={"rows": 3}))


class ProjectForm(GovForm):
    title = forms.CharField(max_length=150, label="What the project is called")
    purpose = forms.CharField(
        max_length=2000,
        label="What it is for",
        help_text="What is tried, and for whom.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    amount = MoneyField(label="How much it needs")

    def details(self) -> ProjectDetails:
        return ProjectDetails(**self.cleaned_data)


class SpentForm(GovForm):
    quarter = forms.ChoiceField(label="Quarter", choices=[])
    amount = MoneyField(label="Spent in that quarter", help_text="Said before for the same quarter, this amount takes its place.")

    def __init__(self, *args: Any, project: InnovationProject, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = quarters_until(project.pot.contract.starts_on, clock.today())
        self.field("quarter", forms.ChoiceField).choices = [
            (f"{year}-{number}", quarter_words((year, number))) for year, number in found
        ]

    def clean_quarter(self) -> tuple[int, int]:
        year, number = self.cleaned_data["quarter"].split("-")
        return int(year), int(number)


class CameForm(GovForm):
    came_of_it = forms.CharField(label="What came of it", widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
