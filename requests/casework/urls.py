"""The web routes of case work."""

from django.urls import URLPattern, URLResolver, path

from casework.views import worklist

app_name = "requests"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", worklist.WorklistView.as_view(), name="worklist"),
]
