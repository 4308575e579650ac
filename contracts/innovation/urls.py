from django.urls import path

from contracts.innovation import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("contracts/<int:pk>/innovation/", views.contract_innovation, name="contract-innovation"),
    path("contracts/<int:pk>/innovation/spent.csv", views.contract_innovation_spent, name="contract-innovation-spent"),
    path("contracts/<int:pk>/innovation/set-aside/", views.innovation_set_aside, name="innovation-set-aside"),
    path("contracts/<int:pk>/innovation/projects/new/", views.innovation_propose, name="innovation-propose"),
    path("innovation-projects/<int:pk>/", views.innovation_project, name="innovation-project"),
    path("innovation-projects/<int:pk>/take-back/", views.innovation_take_back, name="innovation-take-back"),
    path("innovation-projects/<int:pk>/spent/", views.innovation_spent, name="innovation-spent"),
    path("innovation-projects/<int:pk>/finished/", views.innovation_finished, name="innovation-finished"),
]

# Whoever sees the contract but may not change it gets a 403 with the reason
ACCESS = {one.name: {P.VIEW_CONTRACTS, P.BID} for one in urlpatterns}
