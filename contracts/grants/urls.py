from django.urls import path

from contracts.grants import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/grants/", views.grants, name="grants"),
    path("contracts/<int:pk>/grant/", views.contract_grant, name="contract-grant"),
    path("contracts/<int:pk>/grant/what-for/", views.grant_what_for, name="grant-what-for"),
    path("contracts/<int:pk>/grant/payments/new/", views.grant_payment_new, name="grant-payment-new"),
    path("contracts/<int:pk>/grant/evaluate/", views.grant_evaluate, name="grant-evaluate"),
    path("grant-payments/<int:pk>/paid/", views.grant_payment_paid, name="grant-payment-paid"),
    path("grant-payments/<int:pk>/drop/", views.grant_payment_drop, name="grant-payment-drop"),
    path("grant-evaluations/<int:pk>/", views.grant_evaluation, name="grant-evaluation"),
    path("grant-evaluations/<int:pk>/withdraw/", views.grant_evaluation_withdraw, name="grant-evaluation-withdraw"),
]

OFFICERS = frozenset({"grant-evaluation", "grant-evaluation-withdraw"})
# Whoever sees the grant but may not change it gets a 403 with the reason
ACCESS = {one.name: {P.VIEW_CONTRACTS} if one.name in OFFICERS else {P.VIEW_CONTRACTS, P.BID} for one in urlpatterns}
