"""Pages that only say something."""

from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from socialvalue.common.access import PUBLIC
from socialvalue.pages import views

ACCESS = {"accessibility": PUBLIC, "privacy": PUBLIC, "cookies": PUBLIC, "words": PUBLIC}


def said(template: str):
    return require_safe(TemplateView.as_view(template_name=f"socialvalue/pages/{template}.html"))


urlpatterns = [
    path("accessibility/", said("accessibility"), name="accessibility"),
    path("privacy/", said("privacy"), name="privacy"),
    path("cookies/", said("cookies"), name="cookies"),
    path("words/", views.words, name="words"),
]
