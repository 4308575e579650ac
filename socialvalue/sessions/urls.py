from django.urls import path

from socialvalue.common.access import PUBLIC, SIGNED_IN
from socialvalue.sessions import views
from socialvalue.sessions.views import own

# Whoever is signed out no longer is told so in words that the page's own script reads
ACCESS = {
    "stay-signed-in": PUBLIC,
    "throw-away-kept": SIGNED_IN,
    "own-sessions": SIGNED_IN,
    "own-session-end": SIGNED_IN,
    "own-sessions-end": SIGNED_IN,
}

urlpatterns = [
    path("account/sessions/", own.own_sessions, name="own-sessions"),
    path("account/sessions/end/", own.end_others, name="own-sessions-end"),
    path("account/sessions/<str:name>/end/", own.end_one, name="own-session-end"),
    path("session/stay/", views.stay, name="stay-signed-in"),
    path("session/kept/throw-away/", views.throw_away, name="throw-away-kept"),
]
