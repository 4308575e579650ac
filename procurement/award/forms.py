"""Input shapes of the room."""

from collections.abc import Sequence

from django import forms

from procurement.bidding.models import Bid
from socialvalue.common.forms import GovDateField, GovForm, VersionedFormMixin, WordsField

MOST_WORDS = 600


class RecommendForm(GovForm):
    """Which bid, where several rank first, and why. ``first``: the bids that rank first."""

    bid = forms.ChoiceField(
        label="Which of the bids with the same total?",
        widget=forms.RadioSelect,
        help_text="Nothing in the scores decides between them. Say in the reason how you chose.",
    )
    reason = WordsField(
        label="Why this bid",
        max_words=MOST_WORDS,
        help_text="In words that follow from the scores. The decision is made on them, and the successful bidder reads them.",
    )

    def __init__(self, *args, first: Sequence[Bid], **kwargs):
        super().__init__(*args, **kwargs)
        self.first = first
        if len(first) > 1:
            self.field("bid", forms.ChoiceField).choices = [(bid.pk, f"{bid.bidder} ({bid.label})") for bid in first]
        else:
            del self.fields["bid"]

    @property
    def chosen(self) -> Bid:
        if "bid" not in self.fields:
            return self.first[0]
        return next(bid for bid in self.first if str(bid.pk) == self.cleaned_data["bid"])


class DecideForm(VersionedFormMixin, GovForm):
    comment = WordsField(
        label="Reason for the decision",
        max_words=MOST_WORDS,
        help_text="What you read, and why you decide as recommended. It is kept with the award.",
    )


class ReturnForm(VersionedFormMixin, GovForm):
    comment = WordsField(label="What is missing?", max_words=MOST_WORDS)


class TellForm(VersionedFormMixin, GovForm):
    notice_on = GovDateField(
        label="When is the contract award notice published?",
        help_text="Today or later: bidders get their summaries before the notice. The standstill counts from that day.",
    )
