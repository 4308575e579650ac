"""The link on one's account: seen, and taken away."""

import pytest
from allauth.socialaccount.models import SocialAccount

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import NotAllowed
from socialvalue.single_sign_on.services import linking
from tests.builders import people
from tests.reading import as_read

from .steps import NAME, come, configure, is_in, stands, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def provider(settings, oidc, council):
    return configure(settings, oidc, council)


@pytest.fixture
def cora(council, client, oidc, provider):
    """In, by the provider."""
    user = people.person(council, Role.COMMISSIONER, name="Cora Commissioner")
    stands(oidc, user.email)
    come(client)
    return user


def again(client) -> None:
    client.post("/account/security/again/", {"password": "demonstration"})


def test_it_is_seen_on_one_s_account(client, cora):
    assert f"{NAME} You can sign in with it Linked" in words(client.get("/account/"))


def test_where_the_provider_is_gone_the_page_says_so(client, settings, oidc, council, cora):
    settings.OIDC_PROVIDERS = ()
    configure(settings, oidc, council, key="other", name="Another")
    assert "kent You cannot sign in with it any more" in words(client.get("/account/"))


def test_without_any_provider_nothing_is_asked_for_it(client, settings, cora, django_assert_num_queries):
    settings.OIDC_PROVIDERS = ()
    client.get("/account/")
    with django_assert_num_queries(5):
        page = client.get("/account/")
    assert "sign in with it" not in as_read(page)


def test_it_is_removed_after_showing_again_who_one_is(client, council, cora):
    link = SocialAccount.objects.get()
    path = f"/account/links/{link.pk}/remove/"
    assert client.get(path).url.startswith("/account/security/again/")
    again(client)
    assert f"Remove the link to {NAME}?" in as_read(client.get(path))
    answer = client.post(path, follow=True)
    assert f"The link to {NAME} is removed." in as_read(answer)
    assert not SocialAccount.objects.exists()
    event = AuditEvent.objects.get(verb="removed a way to sign in")
    assert (event.actor, event.council, event.sentence) == (cora, council, f"removed the link of their account to {NAME}")
    assert client.post(path).status_code == 404


def test_then_it_is_linked_anew_and_told_again(client, oidc, cora):
    linking.remove(SocialAccount.objects.get(), by=cora)
    client.post("/sign-out/")
    stands(oidc, cora.email, subject="another one")
    come(client)
    assert is_in(client) == cora
    assert AuditEvent.objects.filter(verb="linked a way to sign in").count() == 2


def test_nobody_removes_another_s(client, council, cora):
    other = people.person(council, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="^Only the person whose account it is can remove this link$"):
        linking.remove(SocialAccount.objects.get(), by=other)
    client.force_login(other)
    again(client)
    assert client.post(f"/account/links/{SocialAccount.objects.get().pk}/remove/").status_code == 404


def test_removing_twice_is_recorded_once(cora):
    link = SocialAccount.objects.get()
    linking.remove(link, by=cora)
    linking.remove(link, by=cora)
    assert AuditEvent.objects.filter(verb="removed a way to sign in").count() == 1


def test_who_has_no_password_reads_so_and_sets_one_by_mail(client, cora):
    cora.set_unusable_password()
    cora.save()
    client.force_login(cora)
    assert "Password Not set" in words(client.get("/account/"))
    assert client.get("/account/security/password/").url == "/account/security/password/first/"
    page = client.get("/account/security/password/first/")
    assert f"We send a link to {cora.email} with which you set a password." in as_read(page)
    assert b'href="/password/"' in page.content
