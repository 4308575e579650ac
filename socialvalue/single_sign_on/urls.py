from django.urls import path

from socialvalue.common.access import PUBLIC, SIGNED_IN
from socialvalue.single_sign_on import views

# allauth knows the first two by these names
ACCESS = {
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "signed-out-elsewhere": PUBLIC,
    "account-link-remove": SIGNED_IN,
}

urlpatterns = [
    path("sign-in/with/<slug:provider_id>/", views.start, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", views.callback, name="openid_connect_callback"),
    path("sign-out/with/<slug:provider_id>/", views.signed_out, name="signed-out-elsewhere"),
    path("account/links/<int:pk>/remove/", views.link_remove, name="account-link-remove"),
]
