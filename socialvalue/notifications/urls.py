from django.urls import path

from socialvalue.common.access import DEMONSTRATION, SIGNED_IN
from socialvalue.notifications import views

ACCESS = {
    "messages": SIGNED_IN,
    "message-read": SIGNED_IN,
    "messages-read": SIGNED_IN,
    "message-settings": SIGNED_IN,
    "demo-emails": DEMONSTRATION,
    "demo-email": DEMONSTRATION,
}

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/read/", views.read_all, name="messages-read"),
    path("messages/<int:message_id>/read/", views.read, name="message-read"),
    path("account/messages/", views.message_settings, name="message-settings"),
    path("demo/emails/", views.demo_emails, name="demo-emails"),
    path("demo/emails/<int:message_id>/", views.demo_email, name="demo-email"),
]
