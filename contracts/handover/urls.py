from django.urls import path

from contracts.handover import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/make/<int:pk>/", views.contract_make, name="contract-make"),
    path("contracts/<int:pk>/handover/", views.contract_handover, name="contract-handover"),
    path("contracts/<int:pk>/handover/agree/", views.contract_agree_all, name="contract-agree-all"),
    path("contracts/<int:pk>/handover/signed/", views.contract_signed, name="contract-signed"),
    path("obligations/<int:pk>/agree/", views.obligation_agree, name="obligation-agree"),
]

ACCESS = {
    "contract-make": {P.EDIT_CONTRACTS},
    "contract-handover": {P.VIEW_CONTRACTS, P.BID},
    "contract-agree-all": {P.EDIT_CONTRACTS, P.BID},
    "contract-signed": {P.EDIT_CONTRACTS},
    "obligation-agree": {P.EDIT_CONTRACTS, P.BID},
}
