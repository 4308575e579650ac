"""An administrator's pages about people and directorates. Every one is about the administrator's own council."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from socialvalue.accounts.administration import forms, pages, selectors, services
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.pages import PEOPLE
from socialvalue.accounts.administration.permissions import check_can_change_roles
from socialvalue.accounts.administration.services import lasting
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Directorate
from socialvalue.accounts.selectors import delegations_in
from socialvalue.audit.selectors import timeline
from socialvalue.common.lists import list_page
from socialvalue.common.pages import CONFIRM, button, form_page
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.views import needs, page_of

administrator = needs(Permission.ADMINISTER)
form_view = require_http_methods(["GET", "HEAD", "POST"])
HOME = ("Administration", reverse_lazy("administration"))
TIMELINE = 20


def council_of(request):
    """The council this administrator administers."""
    found = selectors.council_administered(request.user)
    if found is None:
        raise Http404
    return found


@administrator
@require_safe
def home(request):
    return render(request, "socialvalue/administration/home.html", {"council": council_of(request)})


@administrator
@require_safe
def people(request):
    council = council_of(request)
    return list_page(
        request,
        PEOPLE,
        "socialvalue/administration/people.html",
        form=forms.PersonFilter(request.GET or None),
        rows=lambda values: selectors.with_second_step(selectors.people_listed(council, **values)).annotate(
            is_reader=Q(pk=request.user.pk)
        ),
        waiting=selectors.grants_waiting(council),
        # Nobody reads of their own here: they have been told by email
        resets=selectors.resets_waiting(council).exclude(user=request.user),
        breadcrumbs=[HOME],
    )


def _person(request, user_id: int):
    return get_object_or_404(selectors.people_of(council_of(request)), pk=user_id)


@administrator
@form_view
def person_new(request):
    council = council_of(request)
    return form_page(
        request,
        forms.PersonForm(request.POST or None, council=council),
        lambda typed: services.add_person(council, by=request.user, **typed),
        creates=True,
        done=lambda person: _added(person, council),
        undo=lambda person: selectors.undo_of(request.user, person, council),
        to=reverse("administration-people"),
        back_url=reverse("administration-people"),
        heading="Add a person",
        submit_label="Add",
    )


def _added(person, council) -> str:
    waiting = selectors.grants_waiting(council).filter(user=person).first()
    if waiting is None:
        return "Added. A message with a link is on its way."
    return f"Added. They become {waiting.role_names} once a second person confirms it; who can has been told."


def _changed(person, council) -> str:
    waiting = selectors.grants_waiting(council).filter(user=person).first()
    then = f" They become {waiting.role_names} once a second person confirms it; who can has been told." if waiting else ""
    return f"The roles of {person} are changed.{then}"


@administrator
@form_view
def person_roles(request, user_id):
    council, person = council_of(request), _person(request, user_id)
    check_can_change_roles(request.user, council, person)
    waiting = selectors.grants_waiting(council).filter(user=person).first()
    # What waits is ticked too: unticking it takes it back
    initial: dict[str, object] = {"roles": [*(m.role for m in person.current), *(waiting.roles if waiting else [])]}
    initial["until"] = waiting.until if waiting else None
    initial["directorate"] = next((m.directorate_id for m in person.current if m.directorate_id), None)
    return form_page(
        request,
        forms.RolesForm(request.POST or None, council=council, initial=initial),
        lambda typed: services.change_roles(person, council, by=request.user, **typed),
        done=lambda person: _changed(person, council),
        read=selectors.access_of(person, council),
        undo=lambda person: selectors.undo_of(request.user, person, council),
        to=reverse("administration-people"),
        back_url=reverse("administration-people"),
        template="socialvalue/administration/person.html",
        heading=f"Roles of {person}",
        caption=person.email,
        submit_label="Change the roles",
        held=selectors.roles_held(person, council),
        waiting=waiting,
        undo_last=selectors.undo_of(request.user, person, council),
        # What this council did: another one's roles for the same person are its own business
        events=timeline(person).filter(council=council)[:TIMELINE],
    )


@administrator
@form_view
def role_renew(request, user_id, membership_id):
    council, person = council_of(request), _person(request, user_id)
    membership = get_object_or_404(selectors.roles_held(person, council).filter(until__isnull=False), pk=membership_id)
    check_can_change_roles(request.user, council, person)
    return form_page(
        request,
        forms.RenewForm(request.POST or None),
        lambda typed: lasting.renew(membership, by=request.user, **typed),
        done=lambda made: _changed(person, council) if isinstance(made, RoleGrant) else f"{person} has the role for longer.",
        read=membership,
        to=reverse("administration-person-roles", args=[person.pk]),
        back_url=reverse("administration-person-roles", args=[person.pk]),
        heading=f"{person}: {membership.get_role_display().lower()} for longer",
        intro=f"The role ends after {plain_day(membership.until)}.",
        submit_label="Renew the role",
    )


@administrator
@form_view
def person_end(request, user_id):
    council, person = council_of(request), _person(request, user_id)
    return form_page(
        request,
        forms.ReasonForm(request.POST or None),
        lambda typed: services.end_access(person, council, by=request.user, **typed),
        done=f"The access of {person} has ended.",
        read=selectors.access_of(person, council),
        undo=lambda person: selectors.undo_of(request.user, person, council),
        # Of oneself there is nothing left that one could open
        to=reverse("administration-person-left", args=[person.pk]) if person.pk != request.user.pk else reverse("home"),
        back_url=reverse("administration-people"),
        cancel_url=reverse("administration-people"),
        template=CONFIRM,
        heading=f"End the access of {person}?",
        consequence="They are signed out and can no longer see or do anything here. What they did stays in the record. "
        "Next you see what they leave behind.",
        confirm_label="End the access",
        dangerous=True,
    )


@administrator
@require_safe
def person_left(request, user_id):
    """What somebody who left leaves behind, and who could take it on."""
    council, person = council_of(request), _person(request, user_id)
    context = {
        "person": person,
        "left": pages.left_behind(person, council, request.user),
        "undo": selectors.undo_of(request.user, person, council),
        "breadcrumbs": [HOME, ("People", reverse("administration-people"))],
    }
    return render(request, "socialvalue/administration/left.html", context)


@administrator
@require_POST
def access_undo(request, user_id):
    """Of the council's own people and of partners': the page it goes back to is the list they are in."""
    council = council_of(request)
    person = get_object_or_404(selectors.whose_access(council), pk=user_id)
    own = selectors.people_of(council).filter(pk=person.pk).exists()
    return button(
        request,
        lambda: services.undo_access(person, council, by=request.user),
        to=reverse("administration-people" if own else "administration-partners"),
        done=f"Undone. The access of {person} is as it was before.",
    )


@administrator
@require_safe
def partners(request):
    council = council_of(request)
    context = {
        "page_obj": page_of(request, selectors.partners()),
        "events": selectors.partner_events(council)[:TIMELINE],
        "undo": selectors.undo_of_last_partner(request.user, council),
        "breadcrumbs": [HOME],
    }
    return render(request, "socialvalue/administration/partners.html", context)


@administrator
@form_view
def partner_new(request):
    council = council_of(request)
    return form_page(
        request,
        forms.PartnerForm(request.POST or None),
        lambda typed: services.add_partner(council, by=request.user, **typed),
        creates=True,
        done="Added. A message with a link is on its way.",
        undo=lambda person: selectors.undo_of(request.user, person, council),
        to=reverse("administration-partners"),
        back_url=reverse("administration-partners"),
        heading="Add a person of a partner",
        intro="They can post opportunities. An officer of the council approves each before it is shown.",
        submit_label="Add",
    )


@administrator
@form_view
def partner_end(request, membership_id):
    council, membership = council_of(request), get_object_or_404(selectors.partners(), pk=membership_id)
    return form_page(
        request,
        forms.ReasonForm(request.POST or None),
        lambda typed: services.end_partner(membership, council, by=request.user, **typed),
        done=f"The access of {membership.user} has ended.",
        read=membership,
        undo=lambda membership: selectors.undo_of(request.user, membership.user, council),
        to=reverse("administration-partners"),
        back_url=reverse("administration-partners"),
        template=CONFIRM,
        heading=f"End the access of {membership.user}?",
        caption=membership.organisation,
        consequence="They can post no more opportunities. Those that were approved stay.",
        confirm_label="End the access",
        dangerous=True,
    )


@administrator
@require_safe
def away(request):
    """Who stands in for whom: now, to come and before."""
    context = {"page_obj": page_of(request, delegations_in(council_of(request))), "breadcrumbs": [HOME]}
    return render(request, "socialvalue/administration/away.html", context)


@administrator
@require_safe
def directorates(request):
    rows = council_of(request).directorates.all()
    context = {"directorates": rows, "breadcrumbs": [HOME]}
    return render(request, "socialvalue/administration/directorates.html", context)


@administrator
@form_view
def directorate_new(request):
    council = council_of(request)
    return form_page(
        request,
        forms.DirectorateForm(request.POST or None),
        lambda typed: services.add_directorate(council, by=request.user, **typed),
        creates=True,
        done="The directorate is added.",
        to=reverse("administration-directorates"),
        back_url=reverse("administration-directorates"),
        heading="Add a directorate",
        submit_label="Add",
    )


@administrator
@form_view
def directorate_edit(request, directorate_id):
    directorate = get_object_or_404(Directorate.objects.filter(council=council_of(request)), pk=directorate_id)
    return form_page(
        request,
        forms.DirectorateForm(request.POST or None, initial={"name": directorate.name, "code": directorate.code}),
        lambda typed: services.rename_directorate(directorate, by=request.user, **typed),
        done="The directorate is changed.",
        latest=directorate,
        read=directorate,
        to=reverse("administration-directorates"),
        back_url=reverse("administration-directorates"),
        heading="Change a directorate",
    )


@administrator
@form_view
def contact(request):
    council = council_of(request)
    return form_page(
        request,
        forms.ContactForm(
            request.POST or None,
            initial={
                "team": council.contact_team,
                "email": council.email,
                "phone": council.contact_phone,
                "hours": council.contact_hours,
                "address": council.address,
            },
        ),
        lambda typed: services.set_contact(council, by=request.user, **typed),
        done="The council’s contact is saved.",
        read=council,
        to=reverse("administration"),
        back_url=reverse("administration"),
        heading="Who answers questions",
        intro="This is shown at the foot of every page, on the council’s public pages and in its emails.",
    )


@administrator
@require_safe
def permissions(request):
    context = {**selectors.permission_table(), "breadcrumbs": [HOME]}
    return render(request, "socialvalue/administration/permissions.html", context)
