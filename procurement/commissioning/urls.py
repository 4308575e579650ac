"""The commission, its diagnostic report, its outcomes and requirements, its plan, its record."""

from django.urls import path

from procurement.commissioning.views import act, commission, copying, diagnostic, document, lesson, outcome, plan, requirement
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.access import SIGNED_IN

C = "commissions/<str:reference>/"
DIAGNOSTIC, PLAN = {"kind": "diagnostic"}, {"kind": "plan"}

urlpatterns = [
    path("commissions/", commission.commissions, name="commissions"),
    path("commissions/new/", commission.new, name="commission-new"),
    path(C, commission.commission, name="commission"),
    path(f"{C}edit/", commission.edit, name="commission-edit"),
    path(f"{C}copy/", copying.copy, name="commission-copy"),
    path(f"{C}history/", commission.history, name="commission-history"),
    path(f"{C}move/<slug:verb>/", commission.move, name="commission-move"),
    # Analyse
    path(f"{C}diagnostic/", diagnostic.diagnostic, name="diagnostic"),
    path(f"{C}diagnostic/add/<slug:kind>/", diagnostic.entry_new, name="diagnostic-add"),
    path(f"{C}diagnostic/findings/<int:pk>/", diagnostic.entry, name="diagnostic-entry"),
    path(f"{C}diagnostic/findings/<int:pk>/remove/", diagnostic.entry_remove, name="diagnostic-remove"),
    path(f"{C}diagnostic/issue/", diagnostic.issue, name="diagnostic-issue"),
    path(f"{C}diagnostic/<int:number>/", document.issued, DIAGNOSTIC, name="diagnostic-issued"),
    path(f"{C}diagnostic/<int:number>.pdf", document.issued_pdf, DIAGNOSTIC, name="diagnostic-pdf"),
    path(f"{C}diagnostic/<int:number>/pdf/", document.make_pdf, DIAGNOSTIC, name="diagnostic-make-pdf"),
    # Plan
    path(f"{C}outcomes/", outcome.outcomes, name="sought-outcomes"),
    path(f"{C}outcomes/new/", outcome.outcome_new, name="outcome-new"),
    path(f"{C}outcomes/<int:pk>/", outcome.outcome_edit, name="outcome-edit"),
    path(f"{C}outcomes/<int:pk>/drop/", outcome.outcome_drop, name="outcome-drop"),
    path(f"{C}outcomes/<int:pk>/take-up/", outcome.outcome_take_up, name="outcome-take-up"),
    path(f"{C}outcomes/<int:pk>/require/", requirement.requirement_new, name="requirement-new"),
    path(f"{C}requirements/<int:pk>/", requirement.requirement, name="requirement"),
    path(f"{C}requirements/<int:pk>/edit/", requirement.requirement_edit, name="requirement-edit"),
    path(f"{C}requirements/<int:pk>/remove/", requirement.requirement_remove, name="requirement-remove"),
    path(f"{C}act/", act.act_record, name="act-record"),
    path(f"{C}act/<slug:point>/", act.consider, name="act-consider"),
    path(f"{C}plan/", plan.plan, name="plan"),
    path(f"{C}plan/start/", plan.plan_start, name="plan-start"),
    path(f"{C}plan/edit/", plan.plan_edit, name="plan-edit"),
    path(f"{C}plan/submit/", plan.plan_submit, name="plan-submit"),
    path(f"{C}plan/decide/", plan.plan_decide, name="plan-decide"),
    path(f"{C}plan/comment/", plan.plan_comment, name="plan-comment"),
    path(f"{C}plan/reopen/", plan.plan_reopen, name="plan-reopen"),
    path(f"{C}plan/<int:number>/", document.issued, PLAN, name="plan-issued"),
    path(f"{C}plan/<int:number>.pdf", document.issued_pdf, PLAN, name="plan-pdf"),
    path(f"{C}plan/<int:number>/pdf/", document.make_pdf, PLAN, name="plan-make-pdf"),
    # Review
    path(f"{C}review/", lesson.review, name="commission-review"),
]

# A commission is found through what its reader may see: outsiders get 404 on every page below
ACCESS = {route.name: SIGNED_IN for route in urlpatterns} | {
    "commissions": {P.VIEW_COMMISSIONS},
    "commission-new": {P.EDIT_COMMISSIONS},
}
