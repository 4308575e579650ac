"""The commission, its diagnostic report, its outcomes and requirements, its plan, its record."""

from django.urls import path

from procurement.commissioning.views import analyse, commissions, planning, requirements
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.access import SIGNED_IN

C = "commissions/<str:reference>/"
DIAGNOSTIC, PLAN = {"kind": "diagnostic"}, {"kind": "plan"}

urlpatterns = [
    path("commissions/", commissions.commissions, name="commissions"),
    path("commissions/commissions.csv", commissions.export, name="commissions-csv"),
    path("commissions/new/", commissions.new, name="commission-new"),
    path(C, commissions.commission, name="commission"),
    path(f"{C}edit/", commissions.edit, name="commission-edit"),
    path(f"{C}history/", commissions.history, name="commission-history"),
    path(f"{C}move/<slug:verb>/", commissions.move, name="commission-move"),
    # Analyse
    path(f"{C}diagnostic/", analyse.diagnostic, name="diagnostic"),
    path(f"{C}diagnostic/add/<slug:kind>/", analyse.entry_new, name="diagnostic-add"),
    path(f"{C}diagnostic/findings/<int:pk>/", analyse.entry, name="diagnostic-entry"),
    path(f"{C}diagnostic/findings/<int:pk>/remove/", analyse.entry_remove, name="diagnostic-remove"),
    path(f"{C}diagnostic/issue/", analyse.issue, name="diagnostic-issue"),
    path(f"{C}diagnostic/<int:number>/", analyse.issued, DIAGNOSTIC, name="diagnostic-issued"),
    path(f"{C}diagnostic/<int:number>.pdf", analyse.issued_pdf, DIAGNOSTIC, name="diagnostic-pdf"),
    path(f"{C}diagnostic/<int:number>/pdf/", analyse.make_pdf, DIAGNOSTIC, name="diagnostic-make-pdf"),
    # Plan
    path(f"{C}outcomes/", requirements.outcomes, name="sought-outcomes"),
    path(f"{C}outcomes/new/", requirements.outcome_new, name="outcome-new"),
    path(f"{C}outcomes/<int:pk>/", requirements.outcome_edit, name="outcome-edit"),
    path(f"{C}outcomes/<int:pk>/drop/", requirements.outcome_drop, name="outcome-drop"),
    path(f"{C}outcomes/<int:pk>/take-up/", requirements.outcome_take_up, name="outcome-take-up"),
    path(f"{C}outcomes/<int:pk>/require/", requirements.requirement_new, name="requirement-new"),
    path(f"{C}requirements/<int:pk>/", requirements.requirement, name="requirement"),
    path(f"{C}requirements/<int:pk>/edit/", requirements.requirement_edit, name="requirement-edit"),
    path(f"{C}requirements/<int:pk>/remove/", requirements.requirement_remove, name="requirement-remove"),
    path(f"{C}act/", planning.act_record, name="act-record"),
    path(f"{C}act/<slug:point>/", planning.consider, name="act-consider"),
    path(f"{C}plan/", planning.plan, name="plan"),
    path(f"{C}plan/start/", planning.plan_start, name="plan-start"),
    path(f"{C}plan/edit/", planning.plan_edit, name="plan-edit"),
    path(f"{C}plan/submit/", planning.plan_submit, name="plan-submit"),
    path(f"{C}plan/decide/", planning.plan_decide, name="plan-decide"),
    path(f"{C}plan/comment/", planning.plan_comment, name="plan-comment"),
    path(f"{C}plan/reopen/", planning.plan_reopen, name="plan-reopen"),
    path(f"{C}plan/<int:number>/", analyse.issued, PLAN, name="plan-issued"),
    path(f"{C}plan/<int:number>.pdf", analyse.issued_pdf, PLAN, name="plan-pdf"),
    path(f"{C}plan/<int:number>/pdf/", analyse.make_pdf, PLAN, name="plan-make-pdf"),
    # Review
    path(f"{C}review/", planning.review, name="commission-review"),
]

# A commission is found through what its reader may see: outsiders get 404 on every page below
ACCESS = {route.name: SIGNED_IN for route in urlpatterns} | {
    "commissions": {P.VIEW_COMMISSIONS},
    "commissions-csv": {P.VIEW_COMMISSIONS},
    "commission-new": {P.EDIT_COMMISSIONS},
}
