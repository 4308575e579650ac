from django.urls import path

from measurement.dashboards import views
from socialvalue.common.access import PUBLIC

ACCESS = {"home": PUBLIC}

urlpatterns = [path("", views.home, name="home")]
