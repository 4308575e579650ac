from django.urls import path

from socialvalue.common.access import PUBLIC
from socialvalue.documents.views.document import document

# Public, because a published record's files are; visible_to decides for each file
ACCESS = {"document": PUBLIC}

urlpatterns = [
    path("documents/<uuid:document_id>/", document, name="document"),
]
