"""Signing in, one's account. allauth's views, address by address: what is not listed does not exist."""

from allauth.account import views as sign_in
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from socialvalue.accounts import views
from socialvalue.accounts.views import ties
from socialvalue.common.access import PUBLIC, SIGNED_IN
from socialvalue.sessions.views.passkeys import RemovePasskey

ACCESS = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "invitation": PUBLIC,
    "account": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account-shortcut": SIGNED_IN,
    "account-invite": SIGNED_IN,
    "account-end-membership": SIGNED_IN,
    "account-cancel-invitation": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "account-suppliers": SIGNED_IN,
    "account-supplier-new": SIGNED_IN,
    "away": SIGNED_IN,
    "away-new": SIGNED_IN,
    "away-end": SIGNED_IN,
    "away-decline": SIGNED_IN,
}

urlpatterns = [
    path("sign-in/", sign_in.login, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/inactive/", sign_in.account_inactive, name="account_inactive"),
    path("sign-out/", sign_in.logout, name="account_logout"),
    path("password/", sign_in.password_reset, name="account_reset_password"),
    path("password/sent/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/set/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/done/", sign_in.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("account/", views.account, name="account"),
    # allauth links to its own name for the account page
    path("account/", views.account, name="account_email"),
    path("account/shortcut/", views.shortcut, name="account-shortcut"),
    path("account/invite/", views.invite, name="account-invite"),
    path("account/people/<int:membership_id>/end/", views.end_membership, name="account-end-membership"),
    path(
        "account/invitations/<int:invitation_id>/cancel/",
        views.cancel_invitation,
        name="account-cancel-invitation",
    ),
    path("account/suppliers/", ties.account_suppliers, name="account-suppliers"),
    path("account/suppliers/new/", ties.account_supplier_new, name="account-supplier-new"),
    path("account/away/", views.away, name="away"),
    path("account/away/new/", views.away_new, name="away-new"),
    path("account/away/<int:pk>/end/", views.away_end, name="away-end"),
    path("account/away/<int:pk>/decline/", views.away_decline, name="away-decline"),
    path("account/security/", mfa.index, name="mfa_index"),
    path("account/security/password/", sign_in.password_change, name="account_change_password"),
    # The library leads here who came in without a password and would change it
    path("account/security/password/first/", views.first_password, name="account_set_password"),
    path("account/security/again/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("account/security/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/security/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    # The library goes back to its own list of passkeys, which here is part of the page about both steps
    path("account/security/", mfa.index, name="mfa_list_webauthn"),
    path("account/security/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/security/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/security/passkeys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("account/security/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/security/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/security/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "account/security/recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
