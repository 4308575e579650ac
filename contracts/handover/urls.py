from django.urls import path

from contracts.handover import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/make/<int:pk>/", views.contract_make, name="contract-make"),
    path("contracts/<int:pk>/handover/", views.contract_handover, name="contract-handover"),
    path("contracts/<int:pk>/handover/agree/", views.contract_agree_all, name="contract-agree-all"),
    path("contracts/<int:pk>/handover/signed/", views.contract_signed, name="contract-signed"),
    path("obligations/<int:pk>/agree/", views.obligation_agree, name="obligation-agree"),
    path("obligations/<int:pk>/object/", views.obligation_object, name="obligation-object"),
    path("obligations/<int:pk>/counted/", views.obligation_counted, name="obligation-counted"),
    path("objections/<int:pk>/answer/", views.objection_answer, name="objection-answer"),
    path("contracts/<int:pk>/agreed/<int:number>/", views.agreed_text, name="agreed-text"),
    path("contracts/<int:pk>/agreed/<int:number>.pdf", views.agreed_text_pdf, name="agreed-text-pdf"),
    path("contracts/<int:pk>/agreed/<int:number>/make-pdf/", views.agreed_text_make_pdf, name="agreed-text-make-pdf"),
    path("contracts/<int:pk>/kick-off/", views.contract_kickoff, name="contract-kickoff"),
    path("contracts/<int:pk>/kick-off/agree/", views.contract_kickoff_agree, name="contract-kickoff-agree"),
]

ACCESS = {
    "contract-make": {P.EDIT_CONTRACTS},
    "contract-handover": {P.VIEW_CONTRACTS, P.BID},
    "contract-agree-all": {P.EDIT_CONTRACTS, P.BID},
    "contract-signed": {P.EDIT_CONTRACTS},
    "obligation-agree": {P.EDIT_CONTRACTS, P.BID},
    "obligation-object": {P.EDIT_CONTRACTS, P.BID},
    "obligation-counted": {P.EDIT_CONTRACTS},
    "objection-answer": {P.EDIT_CONTRACTS},
    "agreed-text": {P.VIEW_CONTRACTS, P.BID},
    "agreed-text-pdf": {P.VIEW_CONTRACTS, P.BID},
    "agreed-text-make-pdf": {P.VIEW_CONTRACTS, P.BID},
    "contract-kickoff": {P.VIEW_CONTRACTS, P.BID},
    "contract-kickoff-agree": {P.EDIT_CONTRACTS, P.BID},
}
