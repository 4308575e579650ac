from django.urls import path

from contracts.register import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/new/", views.contract_new, name="contract-new"),
    path("contracts/<int:pk>/edit/", views.contract_edit, name="contract-edit"),
    path("contracts/<int:pk>/no-kpis/", views.contract_no_kpis, name="contract-no-kpis"),
    path("contracts/<int:pk>/kpis-published/", views.contract_kpis_published, name="contract-kpis-published"),
    path("contracts/<int:pk>/start/", views.contract_start, name="contract-start"),
]

# Whoever sees the contract but may not change it gets a 403 with the reason
SEES = {P.VIEW_CONTRACTS, P.BID}
ACCESS = {
    "contract-new": {P.EDIT_CONTRACTS},
    "contract-edit": SEES,
    "contract-kpis-published": SEES,
    "contract-no-kpis": SEES,
    "contract-start": SEES,
}
