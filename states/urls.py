"""The web routes of States and treaties."""

from django.urls import URLPattern, URLResolver, path

from states import views

app_name = "states"

urlpatterns: list[URLPattern | URLResolver] = [
    path("states/", views.StatesView.as_view(), name="states"),
    path("states/<slug:code>/", views.StateView.as_view(), name="state"),
    path("authorities/", views.AuthoritiesView.as_view(), name="authorities"),
    path("authorities/<uuid:authority_id>/", views.AuthorityView.as_view(), name="authority"),
    path("cooperation/", views.CooperationView.as_view(), name="cooperation"),
]
