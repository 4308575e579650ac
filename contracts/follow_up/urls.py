from django.urls import path

from contracts.follow_up import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("follow-up/", views.follow_up, name="follow-up"),
    path("follow-up/<int:pk>/", views.follow_up_item, name="follow-up-item"),
    path("follow-up/rules/", views.measure_rules, name="measure-rules"),
    path("follow-up/rules/new/", views.measure_rule_new, name="measure-rule-new"),
    path("follow-up/rules/<int:pk>/end/", views.measure_rule_end, name="measure-rule-end"),
]

ACCESS = {
    **dict.fromkeys(("follow-up", "follow-up-item", "measure-rules"), {P.EDIT_CONTRACTS, P.VERIFY_RETURNS}),
    **dict.fromkeys(("measure-rule-new", "measure-rule-end"), {P.EDIT_CONTRACTS}),
}
