"""The front door: what needs me today, or, for who is not signed in, what this place is."""

from django.shortcuts import render

from measurement.dashboards import selectors
from measurement.figures.permissions import councils_of
from procurement.pipeline.models import bodies_of
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.common import clock


def home(request):
    if not request.user.is_authenticated:
        now = clock.now()
        open_now = Tender.objects.public().filter(status=TenderStatus.PUBLISHED, deadline__gt=now).order_by("deadline")
        return render(request, "measurement/dashboards/front.html", {"tenders": open_now[:5], "count": open_now.count()})
    found = selectors.today(request.user, clock.now())
    mine = selectors.mine(request.user)
    context = {
        "today": found,
        "needs_count": found.count,
        "mine": mine,
        "glance": None if mine else selectors.glance(request.user),
        "posts": bool(bodies_of(request.user)) and not (request.user.council or request.user.supplier),
        "oversees": bool(councils_of(request.user)),
    }
    return render(request, "measurement/dashboards/home.html", context)
