from django.urls import path

from contracts.obligations import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/<int:pk>/obligations/new/", views.obligation_new, name="obligation-new"),
    path("contracts/<int:pk>/dates/", views.contract_dates, name="contract-dates"),
    path("obligations/<int:pk>/reword/", views.obligation_reword, name="obligation-reword"),
    path("obligations/<int:pk>/end/", views.obligation_end, name="obligation-end"),
    path("obligations/<int:pk>/kpis/new/", views.kpi_new, name="kpi-new"),
    path("kpis/<int:pk>/edit/", views.kpi_edit, name="kpi-edit"),
]

ACCESS = dict.fromkeys(
    ("obligation-new", "contract-dates", "obligation-reword", "obligation-end", "kpi-new", "kpi-edit"), {P.VIEW_CONTRACTS, P.BID}
)
