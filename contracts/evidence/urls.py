from django.urls import path

from contracts.evidence import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("stories/", views.stories, name="stories"),
    path("stories/<int:pk>/", views.story, name="story"),
    path("stories/<int:pk>/add/", views.story_add_file, name="story-add-file"),
    path("stories/<int:pk>/tags/", views.story_tags, name="story-tags"),
    path("stories/<int:pk>/withdraw/", views.story_withdraw, name="story-withdraw"),
    path("stories/files/<int:pk>/words/", views.story_words, name="story-words"),
    path("stories/files/<int:pk>/remove/", views.story_file_remove, name="story-file-remove"),
    path("scales/", views.scales, name="scales"),
    path("scales/usual/", views.scales_usual, name="scales-usual"),
    path("scales/<int:pk>/end/", views.scale_end, name="scale-end"),
    path("kpis/<int:pk>/scale/", views.kpi_scale, name="kpi-scale"),
    path("kpis/<int:pk>/held-elsewhere/", views.kpi_held, name="kpi-held"),
    path("returns/evidence/<uuid:document_id>/open/", views.evidence_open, name="evidence-open"),
    path("returns/<int:pk>/regulator/", views.return_regulator, name="return-regulator"),
    path("returns/<int:pk>/regulator/accept/", views.return_regulator_accept, name="return-regulator-accept"),
    path("returns/<int:pk>/own-work/", views.shares, name="return-shares"),
    path("returns/<int:pk>/people/", views.people, name="return-people"),
    path("returns/<int:pk>/people/file/", views.people_file, name="return-people-file"),
    path("returns/people/<int:pk>/remove/", views.people_remove, name="return-people-remove"),
    path("stories/files/<int:pk>/captions.vtt", views.story_captions, name="story-captions"),
]

ACCESS = {
    "evidence-open": {P.VERIFY_RETURNS},
    **dict.fromkeys(("stories", "story", "story-captions", "return-people"), {P.VIEW_CONTRACTS, P.BID}),
    **dict.fromkeys(("scales", "scales-usual", "scale-end", "kpi-scale"), {P.EDIT_CONTRACTS}),
    **dict.fromkeys(("kpi-held", "return-regulator-accept"), {P.EDIT_CONTRACTS}),
    "return-regulator": {P.EDIT_CONTRACTS, P.BID},
    **dict.fromkeys(("return-people-file", "return-people-remove", "return-shares"), {P.EDIT_CONTRACTS, P.BID}),
    **dict.fromkeys(
        ("story-add-file", "story-tags", "story-withdraw", "story-words", "story-file-remove"), {P.EDIT_CONTRACTS, P.BID}
    ),
}
