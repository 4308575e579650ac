from django.urls import path, re_path

from contracts.returns import views
from socialvalue.accounts.enums import Permission as P

# A contract and the day on which the period ends
PERIOD = r"^contracts/(?P<pk>[0-9]+)/returns/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})/"

urlpatterns = [
    path("returns/", views.returns_list, name="returns"),
    path("returns/to-verify/", views.returns_to_verify, name="returns-to-verify"),
    path("returns/to-verify/together/", views.returns_together, name="returns-together"),
    path("returns/to-verify/done/", views.returns_just_verified, name="returns-just-verified"),
    path("returns/remind/", views.returns_remind, name="returns-remind"),
    path("returns/<int:pk>/", views.return_page, name="return"),
    path("returns/<int:pk>/save/", views.return_save, name="return-save"),
    path("returns/<int:pk>/evidence/", views.evidence_add, name="evidence-add"),
    path("returns/<int:pk>/check/", views.return_check, name="return-check"),
    path("returns/<int:pk>/evidence/<slug:sub>/", views.return_proof, name="return-proof"),
    path("returns/<int:pk>/people/use/", views.return_people_use, name="return-people-use"),
    path("returns/<int:pk>/postcodes/", views.return_postcodes, name="return-postcodes"),
    path("returns/<int:pk>/postcodes/use/", views.return_postcodes_use, name="return-postcodes-use"),
    path("returns/<int:pk>/story/", views.return_story, name="return-story"),
    path("returns/<int:pk>/verify/", views.return_verify, name="return-verify"),
    path("returns/<int:pk>/correct/", views.return_correct, name="return-correct"),
    path("returns/versions/<int:pk>/drop/", views.return_drop, name="return-drop"),
    path("returns/versions/<int:pk>/undo-submit/", views.return_undo_submit, name="return-undo-submit"),
    path("returns/versions/<int:pk>/undo-verify/", views.return_undo_verify, name="return-undo-verify"),
    path("returns/versions/<int:pk>/evidence/<uuid:file>/remove/", views.evidence_remove, name="evidence-remove"),
    path("stories/<int:pk>/remove/", views.story_remove, name="story-remove"),
    path("contracts/<int:pk>/returns/", views.contract_returns, name="contract-returns"),
    path("contracts/<int:pk>/returns/bring-back/", views.returns_back, name="returns-back"),
    path("contracts/<int:pk>/returns/hand-in/", views.returns_hand_in, name="returns-hand-in"),
    re_path(PERIOD + r"$", views.returns_period, name="returns-period"),
    re_path(PERIOD + r"save/$", views.returns_period_save, name="returns-period-save"),
    re_path(PERIOD + r"check/$", views.returns_period_check, name="returns-period-check"),
    re_path(PERIOD + r"undo/$", views.returns_period_undo, name="returns-period-undo"),
    re_path(r"^contracts/(?P<pk>[0-9]+)/returns-template\.(?P<kind>xlsx|csv)$", views.returns_template, name="returns-template"),
]

ACCESS = {
    **dict.fromkeys(("returns", "return", "contract-returns", "returns-template"), {P.VIEW_CONTRACTS, P.BID}),
    **dict.fromkeys(
        ("return-save", "return-check", "return-story", "return-correct", "story-remove", "return-proof", "return-people-use"),
        {P.EDIT_CONTRACTS, P.BID},
    ),
    # The supplier confirms what the council reports on its own duties
    **dict.fromkeys(("return-verify", "return-undo-verify"), {P.VERIFY_RETURNS, P.BID}),
    **dict.fromkeys(("returns-back", "returns-hand-in", "evidence-remove", "return-undo-submit"), {P.EDIT_CONTRACTS, P.BID}),
    **dict.fromkeys(
        ("returns-to-verify", "returns-together", "returns-just-verified"),
        {P.VERIFY_RETURNS},
    ),
    **dict.fromkeys(
        ("returns-period", "returns-period-save", "returns-period-check", "returns-period-undo", "evidence-add"),
        {P.EDIT_CONTRACTS, P.BID},
    ),
    **dict.fromkeys(("return-postcodes", "return-postcodes-use"), {P.EDIT_CONTRACTS, P.BID}),
    "return-drop": {P.EDIT_CONTRACTS, P.BID},
    "returns-remind": {P.EDIT_CONTRACTS},
}
