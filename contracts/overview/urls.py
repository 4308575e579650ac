from django.urls import path

from contracts.overview import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/", views.contract_list, name="contracts"),
    path("contracts/export.csv", views.contract_export, name="contracts-export"),
    path("contracts/<int:pk>/", views.contract_page, name="contract"),
    path("contracts/<int:pk>/origin/", views.contract_origin, name="contract-origin"),
    path("contracts/<int:pk>/record/", views.contract_record, name="contract-record"),
]

ACCESS = {pattern.name: {P.VIEW_CONTRACTS, P.BID} for pattern in urlpatterns}
