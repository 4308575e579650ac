from django.urls import path

from measurement.figures import views
from socialvalue.accounts.enums import Permission

ACCESS = {name: {Permission.VIEW_OVERSIGHT} for name in ("figure", "figure-csv", "figures-count")}

urlpatterns = [
    path("figures/count/", views.count, name="figures-count"),
    path("figures/<slug:kind>/<int:pk>/", views.figure, name="figure"),
    path("figures/<slug:kind>/<int:pk>/returns.csv", views.figure_csv, name="figure-csv"),
]
