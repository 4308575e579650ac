"""Help for everybody, and the tour for who is signed in."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from socialvalue.accounts.models import Organisation
from socialvalue.common.views import signed_in
from socialvalue.help import services
from socialvalue.help.enums import CHAPTERS
from socialvalue.help.pages import roles_of, tasks_by_role
from socialvalue.help.pages.tour import STEPS


@require_safe
def help_page(request):
    context = {"chapters": CHAPTERS, "tasks": tasks_by_role(), "councils": Organisation.objects.councils()}
    return render(request, "socialvalue/help/help.html", context)


@signed_in
@require_safe
def tour(request):
    tours = [(role, STEPS[role]) for role in roles_of(request.user)]
    return render(request, "socialvalue/help/tour.html", {"tours": tours})


@signed_in
@require_POST
def tour_end(request):
    services.end_tour(request.user)
    return redirect("home")
