from django.urls import path

from socialvalue.common.access import PUBLIC
from socialvalue.documents import views

# Public, because a published record's files are; visible_to decides for each file
ACCESS = {"document": PUBLIC}

urlpatterns = [
    path("documents/<uuid:document_id>/", views.document, name="document"),
]
