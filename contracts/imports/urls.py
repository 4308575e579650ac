from django.urls import path

from contracts.imports import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [path("contracts/import/", views.contracts_import, name="contracts-import")]

ACCESS = {"contracts-import": {P.EDIT_CONTRACTS}}
