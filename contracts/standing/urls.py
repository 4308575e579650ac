from django.urls import path

from contracts.standing import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [path("kpis/<int:pk>/", views.kpi_page, name="kpi")]

ACCESS = {"kpi": {P.VIEW_CONTRACTS, P.BID}}
