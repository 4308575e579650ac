from django.urls import path

from procurement.panel import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("evaluations/<slug:reference>/set-up/", views.set_up, name="evaluation-set-up"),
]
ACCESS = {"evaluation-set-up": {P.LEAD_EVALUATION}}
