"""One's own messages; in the demonstration, everybody's."""

from functools import wraps

from django.conf import settings
from django.contrib import messages as banners
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from socialvalue.common.pages import form_page
from socialvalue.common.views import page_of, signed_in
from socialvalue.notifications import selectors, services
from socialvalue.notifications.documents import letter
from socialvalue.notifications.forms import NewsForm
from socialvalue.notifications.models import Message
from socialvalue.notifications.services.backend import KEPT


@signed_in
@require_safe
def messages(request):
    context = {
        "page_obj": page_of(request, Message.objects.visible_to(request.user)),
        "unread": selectors.unread_count(request.user),
    }
    return render(request, "socialvalue/notifications/messages.html", context)


@signed_in
@require_POST
def read(request, message_id):
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=message_id)
    services.mark_read(message, by=request.user)
    return redirect(message.url if "follow" in request.POST and message.url.startswith("/") else "messages")


@signed_in
@require_POST
def read_all(request):
    count = services.mark_all_read(by=request.user)
    banners.success(request, f"{count} message{'' if count == 1 else 's'} marked as read.")
    return redirect("messages")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def message_settings(request):
    return form_page(
        request,
        NewsForm(request.POST or None, initial={"news": request.user.news}),
        lambda data: services.choose_news(by=request.user, **data),
        to=reverse("account"),
        done="Your choice is saved.",
        heading="Which emails you get",
        intro="Messages that ask you to act, and messages about the security of your account, are always sent at once.",
        back_url=reverse("account"),
    )


def demonstration_only(view):
    """Elsewhere these pages do not exist: they show everybody's post, links for setting passwords included."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


@demonstration_only
@require_safe
def demo_emails(request):
    found = Message.objects.all()
    words = request.GET.get("to", "").strip()
    if words:
        found = found.filter(address__icontains=words)
    context = {"page_obj": page_of(request, found), "to": words}
    return render(request, "socialvalue/notifications/demo_emails.html", context)


@demonstration_only
@require_safe
def demo_email(request, message_id):
    message = get_object_or_404(Message, pk=message_id)
    # The sign-in pages' own emails are kept as they would have gone out
    text = message.body if message.key.startswith(KEPT) else letter.of_message(message).text()
    context = {"message": message, "text": text}
    return render(request, "socialvalue/notifications/demo_email.html", context)
