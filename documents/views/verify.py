"""Verification without an account, as a page and as JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django_ratelimit.core import is_ratelimited

from documents.verification import Finding, find
from mla_portal.common.views import Access, PortalView

TRIES = "30/5m"
"""Codes an address may try. A code has 125 random bits; this only keeps the door from being hammered."""


class VerificationView(PortalView):
    """A public page whose answers are neither cached nor indexed."""

    access = Access.PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response


class VerifyFormView(VerificationView):
    """Where a code is typed in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if code := request.GET.get("code", "").strip():
            return HttpResponseRedirect(reverse("verify-code", args=[code.replace("/", "-")[:100]]))
        return self.render("documents/verify_form.html")


class VerifyView(VerificationView):
    """What a code stands for. An unknown code and a malformed one get the same answer."""

    def get(self, request: HttpRequest, code: str, as_json: bool = False) -> HttpResponse:
        as_json = (
            as_json or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
        )
        if is_ratelimited(request, group="verify", key="ip", rate=TRIES, increment=True):
            sentence = _("Too many codes were tried from your address. Try again in a few minutes.")
            return self._refused(sentence, code, as_json=as_json, status=429)
        finding = find(code)
        if finding is None:
            sentence = _("No letter has this code. Compare it with the one printed beside the QR code.")
            return self._refused(sentence, code, as_json=as_json, status=404)
        if as_json:
            return JsonResponse(_as_json(finding))
        return self.render("documents/verify.html", {"finding": finding})

    def _refused(self, sentence: str, code: str, *, as_json: bool, status: int) -> HttpResponse:
        if as_json:
            return JsonResponse({"found": False, "detail": sentence}, status=status)
        return self.render(
            "documents/verify_form.html", {"sentence": sentence, "code": code[:100]}, status=status
        )


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "found": True,
        "code": finding.code,
        "kind": finding.kind,
        "standing": finding.standing,
        "detail": finding.sentence,
        "authority": finding.authority,
        "state": finding.state,
        "sealed_at": finding.sealed_at,
        "withdrawn_at": finding.withdrawn_at,
        "sha256": finding.sha256,
        "seal": {
            "holds": finding.seal_holds,
            "signer": finding.signer,
            "issuer": finding.issuer,
            "algorithm": finding.algorithm,
            "demonstration": finding.is_demonstration,
        },
    }
