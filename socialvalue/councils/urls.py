from django.urls import path, re_path

from socialvalue.accounts.enums import Permission
from socialvalue.common.access import PUBLIC, SIGNED_IN
from socialvalue.councils import views

ADMINISTERS = {
    "administration-colours",
    "administration-calendar",
    "administration-closed-new",
    "administration-closed-back",
}
ACCESS = dict.fromkeys(ADMINISTERS, {Permission.ADMINISTER}) | {"works-for": SIGNED_IN, "colours": PUBLIC}

urlpatterns = [
    path("administration/colours/", views.change_colours, name="administration-colours"),
    path("administration/calendar/", views.calendar, name="administration-calendar"),
    path("administration/calendar/new/", views.closed_new, name="administration-closed-new"),
    path("administration/calendar/<int:pk>/take-back/", views.closed_back, name="administration-closed-back"),
    path("account/works-for/", views.works_for, name="works-for"),
    re_path(r"^colours/(?P<brand>[0-9a-f]{6})-(?P<accent>[0-9a-f]{6})\.css$", views.sheet, name="colours"),
]
