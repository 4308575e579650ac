"""A finding of the diagnostic report."""

from procurement.commissioning.enums import EntryKind
from procurement.commissioning.forms.fields import CommissionReferenceField, RemarksField, RulesInServicesMixin
from procurement.commissioning.models import Commission, DiagnosticEntry
from socialvalue.common.forms import GovModelForm, VersionedFormMixin

LOOKS_AT_OTHERS = (EntryKind.OTHER_CONTRACT, EntryKind.SIMILAR_SERVICE)


class EntryForm(RulesInServicesMixin, GovModelForm):
    """A finding of the diagnostic report; which fields it has depends on its section."""

    remarks = RemarksField(label="Remarks it is based on")
    other_commission = CommissionReferenceField(
        label="The other commission", required=False, help_text="Its reference, like COM-0012."
    )

    class Meta:
        model = DiagnosticEntry
        fields = ["text", "consequence", "evidence", "other_commission", "remarks"]
        labels = {"text": "What was found", "consequence": "What follows from it", "evidence": "Other evidence"}
        help_texts = {"evidence": "Figures, surveys, inspection reports: what it is and where it is kept."}

    def __init__(self, *args, commission, user, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == EntryKind.AT_RISK:
            self.fields["consequence"].label = "What would be lost, and what will be done about it"
        if kind in LOOKS_AT_OTHERS:
            rows = Commission.objects.visible_to(user).filter(council=commission.council_id).exclude(pk=commission.pk)
            self.field("other_commission", CommissionReferenceField).rows = rows
        else:
            del self.fields["other_commission"]
        self.field("remarks", RemarksField).offer(commission.remarks.all())


class EditEntryForm(VersionedFormMixin, EntryForm):
    pass
