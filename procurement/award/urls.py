from django.urls import path

from procurement.award import views
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.access import SIGNED_IN

urlpatterns = [
    path("awards/<slug:reference>/", views.award, name="award"),
    path("awards/<slug:reference>/decide/", views.decide, name="award-decide"),
    path("awards/<slug:reference>/return/", views.send_back, name="award-return"),
    path("awards/<slug:reference>/tell/", views.tell, name="award-tell"),
    path("awards/<slug:reference>/file.json", views.procurement_file, name="procurement-file"),
    path("awards/<slug:reference>/summaries/<int:bid_id>/", views.summary, name="assessment-summary"),
]

OFFICERS = {P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS, P.EDIT_CONTRACTS}
ACCESS = {
    "award": OFFICERS,
    "award-decide": {P.DECIDE_AWARDS},
    "award-return": {P.DECIDE_AWARDS},
    "award-tell": {P.CHECK_TENDERS, P.LEAD_EVALUATION},
    "procurement-file": {P.CHECK_TENDERS, P.LEAD_EVALUATION},
    "assessment-summary": SIGNED_IN,
}
