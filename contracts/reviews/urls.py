from django.urls import path

from contracts.reviews import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("obligations/<int:pk>/promote/", views.obligation_promote, name="obligation-promote"),
    path("contracts/<int:pk>/losses/", views.contract_losses, name="contract-losses"),
]

ACCESS = dict.fromkeys(("obligation-promote", "contract-losses"), {P.EDIT_COMMISSIONS})
