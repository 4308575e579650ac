"""Every address of the site, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("socialvalue.health.urls")),
    path("", include("socialvalue.documents.urls")),
]
