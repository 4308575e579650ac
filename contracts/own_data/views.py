"""The page on which a supplier asks for all its own data."""

from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contracts.own_data import pages
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs
from socialvalue.exports.documents import Asked
from socialvalue.exports.enums import Form
from socialvalue.exports.pages import latest_of
from socialvalue.exports.services import KEPT


@require_safe
@needs(P.BID)
def own_data(request):
    bundle = pages.own_data(Asked(request.user, QueryDict()))
    context = {
        "title": bundle.title, "kind": pages.KEY, "form": Form.ZIP, "days": KEPT.days, "parts": bundle.parts,
        "left_out": bundle.left_out, "one": latest_of(request.user, pages.KEY),
    }  # fmt: skip
    return render(request, "contracts/own_data/own_data.html", context)
