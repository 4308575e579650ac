from django.urls import path

from socialvalue.common.access import SIGNED_IN
from socialvalue.exports import views

ACCESS = dict.fromkeys(("exports", "export-new", "export-take", "export-again", "export-delete"), SIGNED_IN)

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/new/", views.export_new, name="export-new"),
    path("exports/<uuid:key>/", views.export_take, name="export-take"),
    path("exports/<uuid:key>/again/", views.export_again, name="export-again"),
    path("exports/<uuid:key>/delete/", views.export_delete, name="export-delete"),
]
