"""Routes of documents: verification and schemas for anybody, files for whoever may see them."""

from django.urls import path

from documents.views.downloads import DownloadView
from documents.views.schemas import SchemaView
from documents.views.verify import VerifyFormView, VerifyView

urlpatterns = [
    path("verify", VerifyFormView.as_view(), name="verify"),
    path("verify/<str:code>.json", VerifyView.as_view(), {"as_json": True}, name="verify-json"),
    path("verify/<str:code>", VerifyView.as_view(), name="verify-code"),
    path("schemas/<str:name>.json", SchemaView.as_view(), name="letter-schema"),
    path(
        "documents/<uuid:document>/versions/<int:number>/", DownloadView.as_view(), name="document-download"
    ),
]
