from django.urls import path

from contracts.obligations import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/<int:pk>/obligations/new/", views.obligation_new, name="obligation-new"),
    path("contracts/<int:pk>/dates/", views.contract_dates, name="contract-dates"),
    path("contracts/<int:pk>/copy/", views.contract_copy, name="contract-copy"),
    path("contracts/<int:pk>/end/", views.contract_end, name="contract-end"),
    path("contracts/<int:pk>/carry-on/", views.contract_carry_on, name="contract-carry-on"),
    path("obligations/<int:pk>/reword/", views.obligation_reword, name="obligation-reword"),
    path("obligations/<int:pk>/end/", views.obligation_end, name="obligation-end"),
    path("obligations/<int:pk>/kpis/new/", views.kpi_new, name="kpi-new"),
    path("contracts/<int:pk>/kpi-sets/", views.kpi_sets, name="kpi-sets"),
    path("contracts/<int:pk>/kpi-sets/<slug:code>/", views.kpi_set, name="kpi-set"),
    path("contracts/<int:pk>/principles/", views.kpi_principles, name="kpi-principles"),
    path("kpis/<int:pk>/baseline/", views.kpi_baseline, name="kpi-baseline"),
    path("kpis/<int:pk>/edit/", views.kpi_edit, name="kpi-edit"),
    path("kpi-changes/<int:pk>/withdraw/", views.change_withdraw, name="kpi-change-withdraw"),
]

# Whoever sees the contract but may not change it gets a 403 with the reason
ACCESS = {pattern.name: {P.VIEW_CONTRACTS, P.BID} for pattern in urlpatterns}
