from django.urls import path

from measurement.search import views
from socialvalue.common.access import PUBLIC

# Whoever is not signed in finds what is public
ACCESS = {"search": PUBLIC}

urlpatterns = [path("search/", views.search, name="search")]
