from django.urls import path

from . import views

app_name = "health"

# No closing slash: these are the addresses that container engines are commonly given.
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
]
