from django.urls import path

from contracts.suppliers import views
from contracts.suppliers.views import together
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("suppliers/", views.supplier_list, name="suppliers"),
    path("suppliers/<int:pk>/", views.supplier_page, name="supplier"),
    path("suppliers/<int:pk>/join/", together.supplier_join, name="supplier-join"),
    path("suppliers/<int:pk>/part/", together.supplier_part, name="supplier-part"),
    path("suppliers/joinings/<int:pk>/", together.supplier_joining, name="supplier-joining"),
    path("suppliers/joinings/<int:pk>/withdraw/", together.supplier_joining_withdraw, name="supplier-joining-withdraw"),
    path("suppliers/<int:pk>/confirm/", views.supplier_confirm, name="supplier-confirm"),
    path("suppliers/changes/<int:pk>/", views.supplier_change, name="supplier-change"),
    path("suppliers/links/<int:pk>/confirm/", views.link_confirm, name="supplier-link-confirm"),
]

# Of one name each: what an officer may do is asked in the services
ACCESS = {path.name: {P.CONFIRM_SUPPLIERS} for path in urlpatterns}
