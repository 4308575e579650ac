"""The front door: each person's home, or, for who is not signed in, what this place is."""

from django.shortcuts import render

from measurement.dashboards.pages.front import front_of
from measurement.dashboards.pages.home import home_of
from socialvalue.common import clock


def home(request):
    if not request.user.is_authenticated:
        return render(request, "measurement/dashboards/front.html", {"front": front_of(clock.now())})
    return render(request, "measurement/dashboards/home.html", {"home": home_of(request.user, clock.now())})
