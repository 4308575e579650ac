from django.urls import path

from socialvalue.common.access import SIGNED_IN
from socialvalue.jobs import views

ACCESS = {"job": SIGNED_IN, "job-again": SIGNED_IN}

urlpatterns = [
    path("jobs/<int:job_id>/", views.job, name="job"),
    path("jobs/<int:job_id>/again/", views.again, name="job-again"),
]
