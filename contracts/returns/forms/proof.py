"""Named evidence for one line of a scorecard: a few fields a kind, all on one page."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from contracts.evidence.models import NamedEvidence
from contracts.evidence.services import Named
from contracts.performance.composing import SubScore
from contracts.performance.rules import EVIDENCE, Evidence
from contracts.returns.forms import PICTURE_TYPES
from socialvalue.common.forms import GovDateField, GovForm


class ProofForm(GovForm):
    """``named``: what stands already, by kind. A kind that is left blank is missing, and the level counts as the next one."""

    def __init__(self, *args, sub: SubScore, named: dict[str, NamedEvidence], **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = [EVIDENCE[kind] for kind in sub.evidence]
        self.named = named
        self.helper.layout = Layout(*[self._add(kind) for kind in self.kinds])

    def _add(self, kind: Evidence) -> Fieldset:
        old, code = self.named.get(kind.code), kind.code
        stands = f" “{old.document.name}” is added already: another file takes its place." if old and old.document else ""
        fields: dict[str, forms.Field] = {
            f"words_{code}": forms.CharField(
                required=False, max_length=500, label="What it is and where it is kept", help_text=kind.counts
            ),
            f"file_{code}": forms.FileField(
                required=False,
                label="Or a file or photograph",
                help_text=f"Leave out names and addresses of people.{stands}",
                widget=forms.ClearableFileInput(attrs={"accept": f"{','.join(PICTURE_TYPES)},.pdf,.docx,.xlsx,.csv,.txt"}),
            ),
        }
        if kind.registered:
            fields[f"number_{code}"] = forms.CharField(required=False, max_length=60, label="Registration number or reference")
            fields[f"dated_on_{code}"] = GovDateField(required=False, label="Day of the registration or award")
        for name, field in fields.items():
            self.fields[name] = field
            self.dress(name)
            self.look(name, quiet=True)
        if old:
            for part in ("words", "number", "dated_on"):
                self.initial[f"{part}_{code}"] = getattr(old, part)
        return Fieldset(kind.name, *fields)

    def typed(self) -> dict[str, Named]:
        """Kind → what was typed of it."""
        data = self.cleaned_data
        return {
            kind.code: Named(
                words=data.get(f"words_{kind.code}") or "",
                number=data.get(f"number_{kind.code}") or "",
                dated_on=data.get(f"dated_on_{kind.code}"),
                upload=data.get(f"file_{kind.code}"),
            )
            for kind in self.kinds
        }
