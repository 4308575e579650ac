from django.urls import path

from contracts.overview import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/", views.contract_list, name="contracts"),
    path("contracts/export.csv", views.contract_export, name="contracts-export"),
    path("contracts/<int:pk>/", views.contract_page, name="contract"),
]

ACCESS = dict.fromkeys(("contracts", "contracts-export", "contract"), {P.VIEW_CONTRACTS, P.BID})
