from django.urls import path

from procurement.award.views import answers, award
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.access import SIGNED_IN

urlpatterns = [
    path("awards/<slug:reference>/", award.award, name="award"),
    path("awards/<slug:reference>/decide/", award.decide, name="award-decide"),
    path("awards/<slug:reference>/return/", award.send_back, name="award-return"),
    path("awards/<slug:reference>/tell/", award.tell, name="award-tell"),
    path("awards/<slug:reference>/file.json", award.procurement_file, name="procurement-file"),
    path("awards/<slug:reference>/summaries/<bid:bid_id>/", award.summary, name="assessment-summary"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
]

OFFICERS = {P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS, P.EDIT_CONTRACTS}
ACCESS = {
    "award": OFFICERS,
    "award-decide": {P.DECIDE_AWARDS},
    "award-return": {P.DECIDE_AWARDS},
    "award-tell": {P.CHECK_TENDERS, P.LEAD_EVALUATION},
    "procurement-file": {P.CHECK_TENDERS, P.LEAD_EVALUATION},
    "assessment-summary": SIGNED_IN,
    # Found through what its reader may see: everybody else gets 404
    "answer": SIGNED_IN,
}
