"""The framework library: open to everybody for reading, to the councils' editors for their own frameworks."""

from django.urls import path

from socialvalue.accounts.enums import Permission
from socialvalue.common.access import PUBLIC
from socialvalue.framework.views import content, council, library, versions

V = "frameworks/<slug:code>/<int:number>/"

urlpatterns = [
    path("frameworks/", library.frameworks, name="frameworks"),
    path("frameworks/new/", versions.new, name="framework-new"),
    path("frameworks/import/", council.bring_in, name="framework-import"),
    path("frameworks/proxy-policy/", council.proxy_policy, name="proxy-policy"),
    path("frameworks/strategic-outcomes/", council.strategic_outcomes, name="strategic-outcomes"),
    path("frameworks/strategic-outcomes/new/", council.strategic_outcome_new, name="strategic-outcome-new"),
    path("frameworks/strategic-outcomes/<int:pk>/", council.strategic_outcome_change, name="strategic-outcome-change"),
    path("frameworks/strategic-outcomes/<int:pk>/remove/", council.strategic_outcome_remove, name="strategic-outcome-remove"),
    path("frameworks/<slug:code>/", library.framework, name="framework"),
    path("frameworks/<slug:code>/start/", versions.start, name="framework-start"),
    path(V, library.version, name="framework-version"),
    path(f"{V}since/<int:other>/", library.comparison, name="framework-compare"),
    path(f"{V}serves/", library.serves, name="framework-serves"),
    path(f"{V}framework.<slug:kind>", library.download, name="framework-download"),
    path(f"{V}details/", versions.details, name="framework-details"),
    path(f"{V}publish/", versions.publish, name="framework-publish"),
    path(f"{V}discard/", versions.discard, name="framework-discard"),
    path(f"{V}retire/", versions.retire, name="framework-retire"),
    # Before the patterns that would take “links” for a kind
    path(f"{V}links/<int:pk>/remove/", content.unlink, name="framework-unlink"),
    path(f"{V}<slug:kind>/add/", content.add, name="framework-add-first"),
    path(f"{V}<slug:kind>/add/<int:above>/", content.add, name="framework-add"),
    path(f"{V}<slug:kind>/<int:pk>/", content.change, name="framework-change"),
    path(f"{V}<slug:kind>/<int:pk>/remove/", content.remove, name="framework-remove"),
    path(f"{V}outcome/<int:pk>/link/", content.link, name="framework-link"),
]
_READ = ("frameworks", "framework", "framework-version", "framework-compare", "framework-serves", "framework-download")
ACCESS = {p.name: PUBLIC if p.name in _READ else {Permission.EDIT_FRAMEWORKS} for p in urlpatterns}
