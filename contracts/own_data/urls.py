from django.urls import path

from contracts.own_data import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [path("own-data/", views.own_data, name="own-data")]

ACCESS = {"own-data": {P.BID}}
