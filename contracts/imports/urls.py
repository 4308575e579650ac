from django.urls import path

from contracts.imports import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/import/", views.contracts_import, name="contracts-import"),
    path("contracts/import/<int:pk>/", views.contracts_import_file, name="contracts-import-file"),
    path("contracts/import/<int:pk>/left/", views.contracts_import_left, name="contracts-import-left"),
    path("contracts/import/<int:pk>/abandon/", views.contracts_import_abandon, name="contracts-import-abandon"),
]

ACCESS = {
    name: {P.EDIT_CONTRACTS}
    for name in ("contracts-import", "contracts-import-file", "contracts-import-left", "contracts-import-abandon")
}
