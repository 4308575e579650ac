"""The plan, and the decision about it."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from procurement.commissioning.forms.fields import RulesInServicesMixin, YesNoField
from procurement.commissioning.models import Plan
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.commissioning.selectors.thresholds import barriers_source, is_covered, lots_source
from socialvalue.common.forms import GovForm, GovModelForm, VersionedFormMixin

NOT_COVERED = {
    "no_insurance_before_award": "No insurance has to be held before the award",
    "no_audited_accounts": "No audited accounts are asked from those who need not have them",
}
POLICY = "The law does not require this here; council policy does. Answer “no” for an exception, and say why."
ANSWERS = [("yes", "Yes"), ("no", "No"), ("not relevant", "Not relevant")]


class PlanForm(RulesInServicesMixin, VersionedFormMixin, GovModelForm):
    lots_divided = YesNoField(label="Is the contract divided into lots?")
    no_insurance_before_award = forms.BooleanField(
        required=False, label="No insurance has to be held before the award (Procurement Act 2023, section 22(3))"
    )
    no_audited_accounts = forms.BooleanField(
        required=False, label="No audited accounts are asked from those who need not have them (section 22(3))"
    )

    class Meta:
        model = Plan
        fields = [
            "length_considered",
            "lots_divided",
            "lots_reason",
            "sme_barriers",
            "no_insurance_before_award",
            "insurance_reason",
            "no_audited_accounts",
            "accounts_reason",
        ]
        labels = {
            "length_considered": "What was considered about the length of the contract",
            "lots_reason": "How it is divided, or why it is not",
            "sme_barriers": "Barriers for small organisations, and what was done about them",
            "insurance_reason": "If it is asked for before the award: why",
            "accounts_reason": "If they are asked for: why",
        }
        help_texts = {
            "length_considered": "Would a longer contract achieve more that lasts, and how would it be kept adaptable?",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan: Plan = self.instance
        self.items = checklist_for(plan.commission)
        for item in self.items:
            given = plan.checklist.get(item.key, {})
            self.fields[f"check_{item.key}"] = forms.ChoiceField(
                choices=ANSWERS, label=item.wording, required=False, widget=forms.RadioSelect, initial=given.get("answer")
            )
            self.fields[f"note_{item.key}"] = forms.CharField(
                label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}), initial=given.get("note")
            )
            self.fields[f"note_{item.key}"].help_text = "Where an approver finds more; for “no” or “not relevant”, why."
            for name in (f"check_{item.key}", f"note_{item.key}"):
                self.dress(name)
                self.look(name, quiet=True)
            self.look(f"check_{item.key}", inline=True)
        lots, small = lots_source(plan.commission), barriers_source(plan.commission)
        self.fields["lots_reason"].help_text = f"{lots[0].upper()}{lots[1:]}."
        self.fields[
            "sme_barriers"
        ].help_text = f"{small[0].upper()}{small[1:]}. Small organisations include voluntary and community ones."
        self.look("length_considered", "lots_reason", "sme_barriers", quiet=True)
        barriers = self._barriers(plan)
        checks = [name for item in self.items for name in (f"check_{item.key}", f"note_{item.key}")]
        self.helper.layout = Layout(
            Fieldset("Length and lots", "length_considered", "lots_divided", "lots_reason"),
            Fieldset("Small organisations", *barriers),
            Fieldset("Board checklist", *checks),
        )

    def _barriers(self, plan: Plan) -> list[str]:
        """Section 22(3) is a tick where the law holds; elsewhere a question of council policy, with a reason for an exception."""
        if is_covered(plan.commission):
            del self.fields["insurance_reason"], self.fields["accounts_reason"]
            return ["sme_barriers", "no_insurance_before_award", "no_audited_accounts"]
        for name, label in NOT_COVERED.items():
            self.fields[name] = YesNoField(label=label, help_text=POLICY, initial=getattr(plan, name))
            self.dress(name)
        for name in ("insurance_reason", "accounts_reason"):
            self.fields[name].widget.attrs["rows"] = 2
            self.look(name, quiet=True)
        return ["sme_barriers", "no_insurance_before_award", "insurance_reason", "no_audited_accounts", "accounts_reason"]

    def changes(self) -> dict:
        """What the service takes: the checklist put together again."""
        data = {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.fields}
        data["checklist"] = {
            item.key: {"answer": self.cleaned_data[f"check_{item.key}"], "note": self.cleaned_data[f"note_{item.key}"]}
            for item in self.items
            if self.cleaned_data[f"check_{item.key}"] or self.cleaned_data[f"note_{item.key}"]
        }
        return data


class DecideForm(VersionedFormMixin, GovForm):
    """Approve or return, against the version that was read."""

    decision = forms.ChoiceField(
        choices=[("approve", "Approve the plan"), ("return", "Return it, to be changed")],
        widget=forms.RadioSelect,
        label="Your decision",
    )
    comment = forms.CharField(
        widget=forms.Textarea, required=False, label="Comment", help_text="When you return it: what has to change."
    )
