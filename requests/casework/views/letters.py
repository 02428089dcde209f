"""The letter of a file while it is being made: how far it is, and another try where it failed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from casework.policies import require_transition
from casework.services.transition import rule_of
from casework.views.case import CasePage
from documents.services.letters import retry_letter


class LetterProgressView(CasePage):
    """Answers how far the file's latest letter is; the page asks again until it is finished.

    A finished letter brings the file's new status and its next step with it, without loading the page again.
    """

    def get(self, request: HttpRequest, tab: str = "", **kwargs: Any) -> HttpResponse:
        context = self.head("overview")
        if context["letter"] is None:
            raise Http404
        if not context["progress"].is_final or not self.is_htmx:
            return self.render("requests/_letter.html", context)
        response = self.render("requests/_finished.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#next-step", "outerHTML"
        return response


class LetterRetryView(LetterProgressView):
    """Sends a letter that failed to a worker again; whoever may give up sealing may also try again."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_transition(self.case, rule_of(self.case, "stop_sealing"), self.actor)
        letter = self.letter()
        if letter is None:
            raise Http404
        retry_letter(self.actor, letter)
        return self.render("requests/_letter.html", self.head("overview"))
