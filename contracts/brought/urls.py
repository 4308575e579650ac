from django.urls import path

from contracts.brought import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/running/", views.running, name="contracts-running"),
    path("contracts/running/template/<str:holds>.<str:kind>", views.running_template, name="contracts-running-template"),
    path("contracts/running/<int:pk>/", views.running_file, name="contracts-running-file"),
    path("contracts/running/<int:pk>/headings/", views.running_headings, name="contracts-running-headings"),
    path("contracts/running/<int:pk>/second/", views.running_second, name="contracts-running-second"),
    path("contracts/running/<int:pk>/confirm/", views.running_confirm, name="contracts-running-confirm"),
    path("contracts/running/<int:pk>/answer/", views.running_answer, name="contracts-running-answer"),
    path("contracts/running/<int:pk>/give-up/", views.running_give_up, name="contracts-running-give-up"),
    path("contracts/running/<int:pk>/lines.csv", views.running_lines, name="contracts-running-lines"),
]

ACCESS = {
    "contracts-running": {P.EDIT_CONTRACTS},
    "contracts-running-template": {P.EDIT_CONTRACTS},
    "contracts-running-file": {P.EDIT_CONTRACTS, P.VERIFY_RETURNS},
    "contracts-running-headings": {P.EDIT_CONTRACTS},
    "contracts-running-second": {P.EDIT_CONTRACTS},
    "contracts-running-confirm": {P.EDIT_CONTRACTS},
    "contracts-running-answer": {P.VERIFY_RETURNS},
    "contracts-running-give-up": {P.EDIT_CONTRACTS},
    "contracts-running-lines": {P.EDIT_CONTRACTS, P.VERIFY_RETURNS},
}
