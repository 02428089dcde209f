"""Deadlines by hand, from the case page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms.clocks import DeadlineForm, ReasonForm
from casework.policies import require_desk
from casework.services import clocks
from casework.views.desk import DeskView

ACTS: Mapping[str, tuple[Callable[..., Any], str | Promise]] = {
    "pause": (clocks.pause_deadline, gettext_lazy("The deadline is paused.")),
    "resume": (clocks.resume_deadline, gettext_lazy("The deadline runs again.")),
    "end": (clocks.end_deadline, gettext_lazy("The deadline was ended.")),
}


class SetDeadlineView(DeskView):
    """Sets a fixed day."""

    tab = "deadlines"
    context_name = "deadline_form"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.take(
            DeadlineForm(request.POST),
            lambda form: clocks.set_deadline(self.actor, self.case_id, **form.cleaned_data),
            _("The deadline was set."),
        )


class DeadlineActView(DeskView):
    """Pauses, resumes or ends one deadline."""

    tab = "deadlines"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        if kwargs["act"] not in ACTS:
            raise Http404
        service, done = ACTS[kwargs["act"]]
        form = ReasonForm(request.POST, auto_id=False)
        if not form.is_valid():
            refused = {"refused": (kwargs["deadline_id"], kwargs["act"]), "reason_form": form}
            return self.show(self.tab, status=422, **refused)
        service(self.actor, self.case_id, kwargs["deadline_id"], reason=form.cleaned_data["reason"])
        messages.success(request, str(done))
        return self.redirect(self._back())
