from django.urls import path

from socialvalue.common.access import SIGNED_IN
from socialvalue.lists import views

ACCESS = dict.fromkeys(("views", "view-new", "view-edit", "view-refresh", "view-delete"), SIGNED_IN)

urlpatterns = [
    path("views/<slug:key>/", views.views, name="views"),
    path("views/<slug:key>/new/", views.view_new, name="view-new"),
    path("views/own/<int:pk>/", views.view_edit, name="view-edit"),
    path("views/own/<int:pk>/change/", views.view_refresh, name="view-refresh"),
    path("views/own/<int:pk>/delete/", views.view_delete, name="view-delete"),
]
