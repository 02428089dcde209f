"""The web routes of intake and delivery."""

from django.urls import URLPattern, URLResolver, path

from exchange.views import deliveries, intake, placing

app_name = "exchange"

urlpatterns: list[URLPattern | URLResolver] = [
    path("intake/", intake.IntakeView.as_view(), name="intake"),
    path("intake/new", intake.RegisterView.as_view(), name="register"),
    path("intake/<uuid:arrival_id>/", intake.ArrivalView.as_view(), name="arrival"),
    path("intake/<uuid:arrival_id>/open", placing.OpenView.as_view(), name="open"),
    path("intake/<uuid:arrival_id>/join", placing.JoinView.as_view(), name="join"),
    path("intake/<uuid:arrival_id>/enter/<uuid:case_id>", placing.EnterView.as_view(), name="enter"),
    path("intake/<uuid:arrival_id>/set-aside", intake.SetAsideView.as_view(), name="set-aside"),
    path("deliveries/<uuid:delivery_id>/retry", deliveries.RetryView.as_view(), name="retry"),
]
