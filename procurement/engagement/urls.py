"""Who was heard: events, key questions, remarks, private ideas; the public page of events."""

from django.urls import path

from procurement.engagement.views import event, idea, public, remark, you_said
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.access import PUBLIC, SIGNED_IN

C = "commissions/<str:reference>/"

urlpatterns = [
    path("events/", public.events, name="public-events"),
    path("events/<int:pk>/", public.event, name="public-event"),
    path("events/<int:pk>.ics", public.event_ics, name="public-event-ics"),
    path("you-said/", public.you_said_list, name="public-you-said-list"),
    path("you-said/<str:reference>/", public.you_said, name="public-you-said"),
    path("ideas/", idea.ideas, name="ideas"),
    path("ideas/new/<str:reference>/", idea.idea_new, name="idea-new"),
    path(f"{C}ideas/", idea.commission_ideas, name="commission-ideas"),
    path(f"{C}ideas/<int:pk>/reply/", idea.idea_reply, name="idea-reply"),
    path(f"{C}questions/", remark.key_questions, name="key-questions"),
    path(f"{C}remarks/", remark.remarks, name="remarks"),
    path(f"{C}remarks/new/", remark.remark_new, name="remark-new"),
    path(f"{C}remarks/<int:pk>/edit/", remark.remark_edit, name="remark-edit"),
    path(f"{C}remarks/<int:pk>/undo/", remark.remark_undo, name="remark-undo"),
    path(f"{C}remarks/<int:pk>/respond/", remark.remark_respond, name="remark-respond"),
    path(f"{C}you-said/", you_said.you_said, name="you-said"),
    path(f"{C}you-said/publish/", you_said.publish, name="you-said-publish"),
    path(f"{C}you-said/take-back/", you_said.take_back, name="you-said-take-back"),
    path(f"{C}events/", event.events, name="events"),
    path(f"{C}events/new/", event.event_new, name="event-new"),
    path(f"{C}events/<int:pk>/", event.event, name="event"),
    path(f"{C}events/<int:pk>/edit/", event.event_edit, name="event-edit"),
    path(f"{C}events/<int:pk>/advertise/", event.event_advertise, name="event-advertise"),
    path(f"{C}events/<int:pk>/cancel/", event.event_cancel, name="event-cancel"),
    path(f"{C}events/<int:pk>/attendance/", event.event_attendance, name="event-attendance"),
    path(f"{C}events/<int:pk>/notes/", event.event_notes, name="event-notes"),
    path(f"{C}events/<int:pk>/files/", event.event_document, name="event-document"),
]

ACCESS = {route.name: SIGNED_IN for route in urlpatterns} | {
    "public-events": PUBLIC,
    "public-event": PUBLIC,
    "public-event-ics": PUBLIC,
    "public-you-said": PUBLIC,
    "public-you-said-list": PUBLIC,
    "ideas": {P.BID},
    "idea-new": {P.BID},
}
