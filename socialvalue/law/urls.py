from datetime import date

from django.urls import path, register_converter

from socialvalue.accounts.enums import Permission
from socialvalue.law import views


class DayConverter:
    """A calendar day in an address: 2027-05-08."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

NAMES = {
    "administration-bank-holidays",
    "administration-bank-holiday-new",
    "administration-bank-holiday-confirm",
    "administration-bank-holiday-back",
}
ACCESS = dict.fromkeys(NAMES, {Permission.ADMINISTER})

urlpatterns = [
    path("administration/bank-holidays/", views.bank_holidays_page, name="administration-bank-holidays"),
    path("administration/bank-holidays/new/", views.proclaimed_day_new, name="administration-bank-holiday-new"),
    path(
        "administration/bank-holidays/<day:day>/confirm/",
        views.proclaimed_day_confirm,
        name="administration-bank-holiday-confirm",
    ),
    path(
        "administration/bank-holidays/<day:day>/take-back/",
        views.proclaimed_day_back,
        name="administration-bank-holiday-back",
    ),
]
