"""What several tests of who a supplier is do."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from socialvalue.accounts.models import User
from socialvalue.notifications.models import Message
from tests.builders import people

HOW = "Name, number and address agree with Companies House"
WHY = "The company’s secretary confirmed it by telephone"


def register(client, *, name, email="bo@example.org", scheme="", number="", who="", **more):
    """Send the form of registering; the address is confirmed where the service took it."""
    typed = {
        "organisation_name": name,
        "scheme": scheme,
        "number": number,
        "who": who,
        "address": "1 Example Street, Worcester",
        "postcode": "WR1 3AA",
        "sme": "unknown",
        "vcse": "unknown",
        "name": "Bo Example",
        "email": email,
        "password": "three random words",
        "password_again": "three random words",
        "agree": "on",
        **more,
    }
    response = client.post("/register/", typed)
    user = User.objects.filter(email=email).first()
    if user and user.address_unconfirmed:
        link = re.search(r"https?://[^/\s]+(/register/confirm/\S+)", Message.objects.filter(address=email).latest("pk").body)[1]
        client.post(link)
    return response


def upload(client, data: bytes, **more):
    """Bring a register on the page: the preview."""
    return client.post("/contracts/import/", {"file": SimpleUploadedFile("contracts.csv", data), **more})


def confirm(client, preview, **answers):
    """Press the button of the preview."""
    return client.post("/contracts/import/", {"carried": preview.context["carried"], "confirm": "1", **answers})


def sees(user: User) -> set[str]:
    """References of the contracts that this person sees."""
    from contracts.register.models import Contract

    return set(Contract.objects.visible_to(people.fresh(user)).values_list("reference", flat=True))
