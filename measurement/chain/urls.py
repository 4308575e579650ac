from django.urls import path

from measurement.chain import views
from socialvalue.common.access import SIGNED_IN

ACCESS = {"chain": SIGNED_IN, "obligation-chain": SIGNED_IN}

urlpatterns = [
    path("commissions/<slug:ref>/chain/", views.chain, name="chain"),
    path("obligations/<int:pk>/chain/", views.obligation_chain, name="obligation-chain"),
]
