from django import forms

from socialvalue.common.forms import GovForm
from socialvalue.notifications.enums import Delivery


class NewsForm(GovForm):
    news = forms.ChoiceField(
        label="News that needs no action",
        help_text="For instance: a tender you drafted is published, a colleague accepted your invitation.",
        choices=Delivery.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you want to hear of news"},
    )
    choice_hints = {
        "news": {
            Delivery.DAILY: "With a link to each. None on days without news.",
            Delivery.ON_PAGE: "The number beside “Messages” says how many you have not read.",
        }
    }
