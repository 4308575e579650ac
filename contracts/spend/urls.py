from django.urls import path

from contracts.spend import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/<int:pk>/spent/", views.contract_spend, name="contract-spend"),
    path("contracts/<int:pk>/spent/spent.csv", views.contract_spend_file, name="contract-spend-file"),
    path("contracts/<int:pk>/spent/say/", views.contract_spend_say, name="contract-spend-say"),
]

# Whoever sees the contract but may not change it gets a 403 with the reason
ACCESS = {one.name: {P.VIEW_CONTRACTS, P.BID} for one in urlpatterns}
