from django.urls import path, re_path

from contracts.returns import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("returns/", views.returns_list, name="returns"),
    path("returns/to-verify/", views.returns_to_verify, name="returns-to-verify"),
    path("returns/to-verify/together/", views.returns_together, name="returns-together"),
    path("returns/to-verify/done/", views.returns_just_verified, name="returns-just-verified"),
    path("returns/remind/", views.returns_remind, name="returns-remind"),
    path("returns/<int:pk>/", views.return_page, name="return"),
    path("returns/<int:pk>/save/", views.return_save, name="return-save"),
    path("returns/<int:pk>/check/", views.return_check, name="return-check"),
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
    re_path(r"^contracts/(?P<pk>[0-9]+)/returns-template\.(?P<kind>xlsx|csv)$", views.returns_template, name="returns-template"),
]

ACCESS = {
    **dict.fromkeys(("returns", "return", "contract-returns", "returns-template"), {P.VIEW_CONTRACTS, P.BID}),
    **dict.fromkeys(("return-save", "return-check", "return-story", "return-correct", "story-remove"), {P.EDIT_CONTRACTS, P.BID}),
    **dict.fromkeys(("returns-back", "returns-hand-in", "evidence-remove", "return-undo-submit"), {P.EDIT_CONTRACTS, P.BID}),
    **dict.fromkeys(
        ("return-verify", "return-undo-verify", "returns-to-verify", "returns-together", "returns-just-verified"),
        {P.VERIFY_RETURNS},
    ),
    "return-drop": {P.EDIT_CONTRACTS, P.BID},
    "returns-remind": {P.EDIT_CONTRACTS},
}
