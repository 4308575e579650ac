from django.urls import path

from procurement.evaluation.views import moderating, overview, panel, result, scoring
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.access import SIGNED_IN

ONE = "evaluations/<slug:reference>/"
SCORE = f"{ONE}scores/<bid:bid_id>/<slug:key>/"
MODERATED = f"{ONE}moderation/<bid:bid_id>/<slug:key>/"

urlpatterns = [
    path("evaluations/", overview.evaluations, name="evaluations"),
    path(ONE, overview.evaluation, name="evaluation"),
    path(f"{ONE}panel/", panel.panel, name="evaluation-panel"),
    path(f"{ONE}declaration/", panel.declaration, name="evaluation-declaration"),
    path(f"{ONE}interests/<int:pk>/", panel.interest, name="evaluation-interest"),
    path(f"{ONE}start-scoring/", panel.start_scoring, name="evaluation-start-scoring"),
    path(f"{ONE}scores/", scoring.scores, name="evaluation-scores"),
    path(f"{ONE}scores/undo-final/", scoring.undo_final, name="evaluation-undo-final"),
    path(SCORE, scoring.score, name="evaluation-score"),
    path(f"{SCORE}autosave/", scoring.autosave, name="evaluation-score-autosave"),
    path(f"{ONE}name-scorer/", panel.name_scorer, name="evaluation-name-scorer"),
    path(f"{ONE}reopen/", panel.reopen, name="evaluation-reopen"),
    path(f"{ONE}start-moderation/", moderating.start, name="evaluation-start-moderation"),
    path(f"{ONE}moderation/", moderating.moderation, name="evaluation-moderation"),
    path(MODERATED, moderating.one, name="evaluation-moderate"),
    path(f"{ONE}close/", moderating.close, name="evaluation-close"),
    path(f"{ONE}result/", result.result, name="evaluation-result"),
    path(f"{ONE}record.json", result.record, name="evaluation-record"),
]

READERS = {P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS}
LEAD = {P.LEAD_EVALUATION}
ACCESS = {
    "evaluations": {P.SCORE_BIDS, *READERS},
    "evaluation": SIGNED_IN,
    "evaluation-panel": LEAD,
    "evaluation-declaration": SIGNED_IN,
    "evaluation-interest": {P.LEAD_EVALUATION, P.DECIDE_AWARDS},
    "evaluation-start-scoring": LEAD,
    "evaluation-scores": SIGNED_IN,
    "evaluation-undo-final": SIGNED_IN,
    "evaluation-score": SIGNED_IN,
    "evaluation-score-autosave": SIGNED_IN,
    "evaluation-name-scorer": LEAD,
    "evaluation-reopen": LEAD,
    "evaluation-start-moderation": LEAD,
    "evaluation-moderation": LEAD,
    "evaluation-moderate": LEAD,
    "evaluation-close": LEAD,
    "evaluation-result": READERS,
    "evaluation-record": READERS,
}
