from django.urls import path

from contracts.independent import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("returns/<int:pk>/independent/", views.return_independent, name="return-independent"),
    path("returns/<int:pk>/independent/outside/", views.return_independent_outside, name="return-independent-outside"),
    path("confirmations/<int:pk>/", views.confirmation, name="confirmation"),
    path("confirmations/<int:pk>/settle/", views.confirmation_settle, name="confirmation-settle"),
]

ACCESS = {
    "return-independent": {P.VERIFY_RETURNS},
    "return-independent-outside": {P.VERIFY_RETURNS},
    "confirmation": {P.VIEW_CONTRACTS, P.BID},
    "confirmation-settle": {P.EDIT_CONTRACTS},
}
