from django.urls import path, re_path

from measurement.oversight import views
from socialvalue.accounts.enums import Permission

PAGES = ("oversight", "oversight-priority", "oversight-directorate", "oversight-contracts", "oversight-export")
ACCESS = {name: {Permission.VIEW_OVERSIGHT} for name in PAGES}

urlpatterns = [
    path("oversight/", views.oversight, name="oversight"),
    path("oversight/priorities/<int:pk>/", views.priority, name="oversight-priority"),
    path("oversight/directorates/<int:pk>/", views.directorate, name="oversight-directorate"),
    path("oversight/contracts/", views.contracts, name="oversight-contracts"),
    re_path(r"^oversight/figures\.(?P<form>csv|xlsx|json)$", views.export, name="oversight-export"),
]
