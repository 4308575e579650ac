from django.urls import path

from contracts.draws import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("returns/draws/", views.returns_draws, name="returns-draws"),
    path("returns/draws/choose/", views.returns_draws_choose, name="returns-draws-choose"),
]

ACCESS = {"returns-draws": {P.VIEW_CONTRACTS}, "returns-draws-choose": {P.APPROVE_REPORTS}}
