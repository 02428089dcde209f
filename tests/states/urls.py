"""The token door alone, so that these tests do not hang on where the API places it."""

from django.urls import path
from oauth2_provider.views import TokenView

urlpatterns = [path("tests/token/", TokenView.as_view())]
