"""What the lead decides where proxy values mark a question: how much of each commitment counts, never a mark."""

from decimal import Decimal

from crispy_forms.layout import Fieldset, Layout

from procurement.evaluation.selectors.proxies import Allowed, Counted
from socialvalue.common.fields import PlainDecimalField
from socialvalue.common.forms import GovForm, VersionedFormMixin, WordsField
from socialvalue.common.templatetags.formats import plain_quantity


class CountedForm(VersionedFormMixin, GovForm):
    """For each commitment with a value: ``accepted-<id>`` and ``reason-<id>``; ``comment`` for the whole."""

    comment = WordsField(
        label="Anything to add to the reason",
        max_words=300,
        required=False,
        help_text="The working is the reason. The bidder reads both.",
    )

    def __init__(self, *args, rows: list[Counted], **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = [row.commitment.pk for row in rows if row.pinned is not None]
        groups = []
        for number, row in enumerate(rows, start=1):
            if row.pinned is not None:
                groups.append(self._group(number, row))
        self.look("comment", quiet=True)
        self.order_fields(["version", *(name for pk in self.keys for name in (f"accepted-{pk}", f"reason-{pk}")), "comment"])
        self.helper.layout = Layout(*groups, "comment")

    def _group(self, number: int, row: Counted) -> Fieldset:
        one = row.commitment
        count, why = f"accepted-{one.pk}", f"reason-{one.pk}"
        self.fields[count] = PlainDecimalField(
            label=f"How much counts of commitment {number}?",
            initial=format(row.accepted.normalize(), "f"),
            max_digits=14,
            decimal_places=4,
            min_value=Decimal(0),
            help_text=f"Offered: {plain_quantity(one.quantity, one.unit)} {one.get_per_display()}. Enter 0 to leave it out.",
        )
        self.fields[why] = WordsField(
            label=f"Why less of commitment {number}?",
            max_words=200,
            required=False,
            initial=row.reason,
            help_text="Only where less counts: not to be believed, or it would happen anyway.",
        )
        for name in (count, why):
            self.dress(name)
        self.look(count, quiet=True, width="govuk-input--width-5")
        self.look(why, quiet=True)
        self.fields[why].widget.attrs["rows"] = 2
        return Fieldset(f"Commitment {number}", count, why)

    @property
    def allowed(self) -> dict[int, Allowed]:
        """By commitment id; after ``is_valid()``."""
        data = self.cleaned_data
        return {pk: Allowed(data[f"accepted-{pk}"], data[f"reason-{pk}"]) for pk in self.keys}
