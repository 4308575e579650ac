from django.urls import path

from contracts.schedule import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("returns/<int:pk>/waive/", views.return_waive, name="return-waive"),
    path("returns/<int:pk>/owe-again/", views.return_owe_again, name="return-owe-again"),
]

# Whoever sees the return but may not give it up gets a 403 with the reason
ACCESS = {pattern.name: {P.VIEW_CONTRACTS, P.BID} for pattern in urlpatterns}
