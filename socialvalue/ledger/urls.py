from django.urls import path

from socialvalue.accounts.enums import Permission
from socialvalue.common.access import PUBLIC
from socialvalue.ledger import views

ADMINISTERS = {"administration-record", "administration-witness-new", "administration-witness-end"}
ACCESS = dict.fromkeys(ADMINISTERS, {Permission.ADMINISTER}) | {"record-check": PUBLIC}

urlpatterns = [
    path("record/", views.check_head, name="record-check"),
    path("administration/record/", views.record, name="administration-record"),
    path("administration/record/witnesses/new/", views.witness_new, name="administration-witness-new"),
    path("administration/record/witnesses/<int:pk>/end/", views.witness_end, name="administration-witness-end"),
]
