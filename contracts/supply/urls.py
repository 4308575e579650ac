from django.urls import path

from contracts.supply import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/<int:pk>/supply-chain/", views.contract_supply, name="contract-supply"),
    path("contracts/<int:pk>/supply-chain/chain.csv", views.contract_supply_file, name="contract-supply-file"),
    path("contracts/<int:pk>/supply-chain/cases/", views.supply_terms, name="supply-terms"),
    path("contracts/<int:pk>/supply-chain/new/", views.supply_new, name="supply-new"),
    path("supply-periods/<int:pk>/", views.supply_period, name="supply-period"),
    path("supply-periods/<int:pk>/add/", views.supply_link_new, name="supply-link-new"),
    path("supply-periods/<int:pk>/send/", views.supply_send, name="supply-send"),
    path("supply-links/<int:pk>/", views.supply_link, name="supply-link"),
    path("supply-links/<int:pk>/drop/", views.supply_link_drop, name="supply-link-drop"),
]

# Whoever sees the contract but may not change it gets a 403 with the reason
ACCESS = {one.name: {P.VIEW_CONTRACTS, P.BID} for one in urlpatterns}
