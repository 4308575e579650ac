from django.urls import path, re_path

from contracts.schedule import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("returns/<int:pk>/waive/", views.return_waive, name="return-waive"),
    path("returns/<int:pk>/owe-again/", views.return_owe_again, name="return-owe-again"),
    path("returns/exceptions/<int:pk>/", views.returns_exception, name="returns-exception"),
    path("returns/exceptions/<int:pk>/close/", views.returns_exception_close, name="returns-exception-close"),
    path("returns/exceptions/<int:pk>/take-back/", views.returns_exception_back, name="returns-exception-back"),
    re_path(
        r"^contracts/(?P<pk>[0-9]+)/returns/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})/open/$", views.returns_ask, name="returns-ask"
    ),
    path("administration/returns/", views.administration_returns, name="administration-returns"),
]

# Whoever sees the return but may not give it up gets a 403 with the reason
ACCESS = {
    **dict.fromkeys(("return-waive", "return-owe-again", "returns-exception"), {P.VIEW_CONTRACTS, P.BID}),
    "returns-exception-close": {P.VERIFY_RETURNS, P.BID},
    **dict.fromkeys(("returns-exception-back", "returns-ask"), {P.EDIT_CONTRACTS, P.BID}),
    "administration-returns": {P.ADMINISTER},
}
