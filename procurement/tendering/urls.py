"""Addresses of tenders, and of the public page of an opportunity."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from procurement.tendering.views import checking, copying, criterion, drafting, listing, opportunity, proxies
from socialvalue.accounts.enums import Permission
from socialvalue.common.access import PUBLIC, SIGNED_IN


class Reference(StringConverter):
    """T-0001. Narrow, so that other rooms may have pages beside: /opportunities/post/."""

    regex = "[A-Z]+-[0-9]+"


register_converter(Reference, "tender_reference")

urlpatterns = [
    path("tenders/", listing.tenders, name="tenders"),
    path("commissions/<slug:reference>/tenders/new/", listing.new, name="tender-new"),
    path("tenders/<tender_reference:reference>/", listing.overview, name="tender"),
    path("tenders/<tender_reference:reference>/copy/", copying.copy, name="tender-copy"),
    path("tenders/<tender_reference:reference>/details/", drafting.details, name="tender-details"),
    path("tenders/<tender_reference:reference>/timetable/", drafting.timetable, name="tender-timetable"),
    path("tenders/<tender_reference:reference>/scale/", drafting.scale, name="tender-scale"),
    path("tenders/<tender_reference:reference>/criteria/", criterion.tree, name="tender-criteria"),
    path("tenders/<tender_reference:reference>/criteria/pattern/", criterion.pattern, name="tender-pattern"),
    path("tenders/<tender_reference:reference>/criteria/add/", criterion.add, name="criterion-add"),
    path("tenders/<tender_reference:reference>/criteria/<int:pk>/", criterion.edit, name="criterion-edit"),
    path("tenders/<tender_reference:reference>/criteria/<int:pk>/remove/", criterion.remove, name="criterion-remove"),
    path("tenders/<tender_reference:reference>/criteria/<int:pk>/question/", criterion.question, name="criterion-question"),
    path("tenders/<tender_reference:reference>/criteria/<int:pk>/proxies/", proxies.mark, name="criterion-proxies"),
    path("tenders/<tender_reference:reference>/criteria/<int:pk>/judge/", proxies.judge, name="criterion-judge"),
    path("tenders/<tender_reference:reference>/formula/", criterion.simulation, name="tender-simulation"),
    path("tenders/<tender_reference:reference>/preview/", opportunity.preview, name="tender-preview"),
    path("tenders/<tender_reference:reference>/check/", checking.check, name="tender-check"),
    path("tenders/<tender_reference:reference>/send/", checking.send, name="tender-send"),
    path("tenders/<tender_reference:reference>/publish/", checking.publish, name="tender-publish"),
    path("tenders/<tender_reference:reference>/return/", checking.give_back, name="tender-return"),
    path("tenders/<tender_reference:reference>/amend/", checking.amend, name="tender-amend"),
    path("tenders/<tender_reference:reference>/end/", checking.terminate, name="tender-terminate"),
    path("tenders/<tender_reference:reference>/questions/<int:pk>/", checking.answer, name="clarification-answer"),
    path("opportunities/<tender_reference:reference>/", opportunity.opportunity, name="opportunity"),
    path("opportunities/<tender_reference:reference>/ask/", opportunity.ask, name="opportunity-ask"),
]

# A tender is found through what its reader may see: outsiders get 404 on every page of it
ACCESS = {route.name: SIGNED_IN for route in urlpatterns} | {
    "tenders": {Permission.VIEW_COMMISSIONS},
    "opportunity": PUBLIC,
}
