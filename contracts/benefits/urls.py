from django.urls import path

from contracts.benefits import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("administration/benefits/", views.administration_benefits, name="administration-benefits"),
    path("administration/benefits/new/", views.administration_benefit_new, name="administration-benefit-new"),
    path("administration/benefits/<int:pk>/end/", views.administration_benefit_end, name="administration-benefit-end"),
    path("kpis/<int:pk>/who-benefited/", views.kpi_benefits, name="kpi-benefits"),
    path("kpis/<int:pk>/who-benefited/stop/", views.kpi_benefits_stop, name="kpi-benefits-stop"),
]

ACCESS = {
    **dict.fromkeys(("administration-benefits", "administration-benefit-new", "administration-benefit-end"), {P.ADMINISTER}),
    **dict.fromkeys(("kpi-benefits", "kpi-benefits-stop"), {P.EDIT_CONTRACTS}),
}
