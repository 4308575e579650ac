from django.urls import path

from contracts.reviews import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("obligations/<int:pk>/promote/", views.obligation_promote, name="obligation-promote"),
    path("contracts/<int:pk>/losses/", views.contract_losses, name="contract-losses"),
    path("commissions/<str:reference>/proven/", views.proven, name="promote"),
    path("commissions/<str:reference>/losses/", views.losses, name="bring-losses"),
]

ACCESS = dict.fromkeys(("obligation-promote", "contract-losses", "promote", "bring-losses"), {P.EDIT_COMMISSIONS})
