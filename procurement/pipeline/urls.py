"""Opportunities, the forward plan, timetables and the diary."""

from django.urls import path

from procurement.pipeline.models import POSTING_PERMISSIONS
from procurement.pipeline.views import diary, plans, postings, public, timetables
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.access import PUBLIC, SIGNED_IN

C = "commissions/<str:reference>/timetable/"
O = "opportunities/posted/<str:reference>/"  # noqa: E741

urlpatterns = [
    path("opportunities/", public.opportunities, name="opportunities"),
    path("opportunities/post/", postings.post, name="posting-new"),
    path("opportunities/posted/", postings.postings, name="postings"),
    path(O, postings.posting, name="posting"),
    path(f"{O}edit/", postings.edit, name="posting-edit"),
    path(f"{O}publish/", postings.publish, name="posting-publish"),
    path(f"{O}return/", postings.send_back, name="posting-return"),
    path(f"{O}withdraw/", postings.withdraw, name="posting-withdraw"),
    path("forward-plan/", plans.forward_plan, name="forward-plan"),
    path("forward-plan/forward-plan.csv", plans.forward_plan_csv, name="forward-plan-csv"),
    path("forward-plan.ics", plans.forward_plan_ics, name="forward-plan-ics"),
    path("forward-plan/<str:reference>/", plans.planned_commission, name="forward-plan-entry"),
    path("diary/", diary.diary, name="diary"),
    path("diary/diary.csv", diary.diary_csv, name="diary-csv"),
    path("diary/diary.ics", diary.diary_ics, name="diary-ics"),
    path(C, timetables.timetable_page, name="timetable"),
    path(f"{C}plan/", timetables.plan_backwards, name="timetable-plan"),
    path(f"{C}edit/", timetables.edit_timetable, name="timetable-edit"),
    path(f"{C}overrule/<str:key>/", timetables.overrule, name="timetable-overrule"),
]

ACCESS = {route.name: SIGNED_IN for route in urlpatterns} | {
    "opportunities": PUBLIC,
    "posting": PUBLIC,
    "forward-plan": PUBLIC,
    "forward-plan-csv": PUBLIC,
    "forward-plan-ics": PUBLIC,
    "forward-plan-entry": PUBLIC,
    "posting-new": set(POSTING_PERMISSIONS),
    "diary": {P.VIEW_COMMISSIONS},
    "diary-csv": {P.VIEW_COMMISSIONS},
    "diary-ics": {P.VIEW_COMMISSIONS},
}
