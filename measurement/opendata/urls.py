from django.urls import path

from measurement.opendata import views
from socialvalue.common.access import PUBLIC

ACCESS = {"open-data": PUBLIC, "open-data-csv": PUBLIC, "open-data-grants": PUBLIC, "open-data-json": PUBLIC}

urlpatterns = [
    path("open-data/", views.open_data, name="open-data"),
    path("open-data/contracts.csv", views.contracts_csv, name="open-data-csv"),
    path("open-data/grants.csv", views.grants_csv, name="open-data-grants"),
    path("open-data/contracts.json", views.contracts_json, name="open-data-json"),
]
