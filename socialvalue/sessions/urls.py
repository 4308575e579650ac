from django.urls import path

from socialvalue.common.access import PUBLIC, SIGNED_IN
from socialvalue.sessions import views
from socialvalue.sessions.views import places

# Whoever is signed out no longer is told so in words that the page's own script reads
ACCESS = {
    "stay-signed-in": PUBLIC,
    "throw-away-kept": SIGNED_IN,
    "account-sessions": SIGNED_IN,
    "account-session-end": SIGNED_IN,
    "account-sessions-end-others": SIGNED_IN,
}

urlpatterns = [
    path("session/stay/", views.stay, name="stay-signed-in"),
    path("session/kept/throw-away/", views.throw_away, name="throw-away-kept"),
    path("account/sessions/", places.account_sessions, name="account-sessions"),
    path("account/sessions/end/", places.session_end, name="account-session-end"),
    path("account/sessions/end-others/", places.sessions_end_others, name="account-sessions-end-others"),
]
