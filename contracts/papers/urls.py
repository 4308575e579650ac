from django.urls import path

from contracts.papers import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/documents/", views.contract_papers_all, name="contract-papers-all"),
    path("contracts/<int:pk>/documents/", views.contract_papers, name="contract-papers"),
    path("contracts/<int:pk>/documents/new/", views.contract_paper_new, name="contract-paper-new"),
    path("contracts/documents/<int:pk>/newer/", views.contract_paper_newer, name="contract-paper-newer"),
    path("contracts/documents/<int:pk>/no-longer-needed/", views.contract_paper_aside, name="contract-paper-aside"),
]

ACCESS = dict.fromkeys(
    ("contract-papers-all", "contract-papers", "contract-paper-new", "contract-paper-newer", "contract-paper-aside"),
    {P.VIEW_CONTRACTS, P.BID},
)
