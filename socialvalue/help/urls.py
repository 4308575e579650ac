from django.urls import path

from socialvalue.common.access import PUBLIC, SIGNED_IN
from socialvalue.help import views

ACCESS = {"help": PUBLIC, "tour": SIGNED_IN, "tour-end": SIGNED_IN}

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("tour/", views.tour, name="tour"),
    path("tour/end/", views.tour_end, name="tour-end"),
]
