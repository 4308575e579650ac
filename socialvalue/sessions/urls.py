from django.urls import path

from socialvalue.common.access import PUBLIC, SIGNED_IN
from socialvalue.sessions import views

# Whoever is signed out no longer is told so in words that the page's own script reads
ACCESS = {"stay-signed-in": PUBLIC, "throw-away-kept": SIGNED_IN}

urlpatterns = [
    path("session/stay/", views.stay, name="stay-signed-in"),
    path("session/kept/throw-away/", views.throw_away, name="throw-away-kept"),
]
