from django.urls import path

from socialvalue.accounts.enums import Permission
from socialvalue.common.access import PUBLIC, SIGNED_IN
from socialvalue.suppliers import views

ACCESS = {
    "register-supplier": PUBLIC,
    "account_signup": PUBLIC,
    "register-check": PUBLIC,
    "register-confirm": PUBLIC,
    "account-organisation": SIGNED_IN,
    "account-change-withdraw": SIGNED_IN,
    # 404 for whoever neither acts for the supplier nor confirms suppliers
    "join-request": SIGNED_IN,
    "supplier-names": {Permission.EDIT_CONTRACTS, Permission.CONFIRM_SUPPLIERS},
}

urlpatterns = [
    path("register/", views.register, name="register-supplier"),
    # allauth links to its own name for registering
    path("register/", views.register, name="account_signup"),
    path("register/check/", views.register_check, name="register-check"),
    path("register/confirm/<str:token>/", views.confirm, name="register-confirm"),
    path("account/organisation/", views.organisation, name="account-organisation"),
    path("account/organisation/changes/<int:pk>/withdraw/", views.change_withdraw, name="account-change-withdraw"),
    path("account/asks-to-join/<int:pk>/", views.join_request, name="join-request"),
    path("suppliers/names.json", views.names, name="supplier-names"),
]
