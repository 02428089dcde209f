"""The web routes of States and treaties."""

from django.urls import URLPattern, URLResolver, path

from states import sheet_views as sheets
from states import views

app_name = "states"

urlpatterns: list[URLPattern | URLResolver] = [
    path("states/", views.StatesView.as_view(), name="states"),
    path("states/to-confirm/", sheets.StaleRulesView.as_view(), name="stale-rules"),
    path("states/<slug:code>/", views.StateView.as_view(), name="state"),
    path(
        "states/<slug:code>/rules/<slug:rule>/confirm",
        sheets.ConfirmRuleView.as_view(),
        name="rule-confirm",
    ),
    path("authorities/", views.AuthoritiesView.as_view(), name="authorities"),
    path("authorities/<uuid:authority_id>/", views.AuthorityView.as_view(), name="authority"),
    path("cooperation/", views.CooperationView.as_view(), name="cooperation"),
]
