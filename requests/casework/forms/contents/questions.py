"""Questions and answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.completeness import Item
from casework.forms.contents.part import Group, Part, Rows, day_field, measure_field, uuid_of
from casework.forms.fields import ProseField
from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.services.contents import AskedQuestion
from casework.services.substance import open_questions


def sentence_of(item: Item) -> str:
    """What is missing and how to mend it."""
    return f"{item.full_label}: {item.fix}"


class Questions(Rows):
    """Several questions in one letter, each with its own day and measure."""

    prefix, key = "question", "text"
    legend, lacks_key = gettext_lazy("Question"), gettext_lazy("Write the question.")

    def __init__(
        self,
        case: AssistanceRequest,
        source: Mapping[str, Any],
        kept: Sequence[AskedQuestion] = (),
        about: Sequence[Item] = (),
    ) -> None:
        """`about` are items of the check to be asked about, after what was `kept`."""
        asked = {question.text for question in kept}
        self.begun = [item for item in about if sentence_of(item) not in asked]
        super().__init__(case, source, len(kept) + len(self.begun))

    def columns(self) -> dict[str, forms.Field]:
        return {
            "text": ProseField(label=_("What is asked"), rows=2, required=False),
            "measure": measure_field(self.case, _("The request as a whole"), _("About")),
            "due": day_field(_("Answer wanted by")),
        }

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        asked = tuple(
            AskedQuestion(values["text"], values["due"], uuid_of(values["measure"]))
            for _number, values in self.rows(cleaned)
        )
        return {"questions": asked}

    def initial(self, given: Particulars) -> dict[str, Any]:
        kept = [{"text": q.text, "measure": str(q.measure or ""), "due": q.due_on} for q in given.questions]
        begun = [
            {"text": sentence_of(item), "measure": str(item.part_id) if item.section == "measures" else ""}
            for item in self.begun
        ]
        return self.numbered([*kept, *begun])


class Answers(Part):
    """One field for each question that is still open; an answer may be left for later."""

    def __init__(self, case: AssistanceRequest, source: Mapping[str, Any]) -> None:
        super().__init__(case, source)
        self.questions = list(open_questions(case.pk))

    def fields(self) -> dict[str, forms.Field]:
        return {
            f"answer_{q.number}": ProseField(label=_("Answer"), rows=3, required=False, initial=q.answer)
            for q in self.questions
        }

    def groups(self) -> Iterator[Group]:
        for q in self.questions:
            yield Group(f"{q.number}. {q.text}", (f"answer_{q.number}",))

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        answers = {q.number: cleaned.get(f"answer_{q.number}", "").strip() for q in self.questions}
        return {"answers": {number: text for number, text in answers.items() if text}}

    def initial(self, given: Particulars) -> dict[str, Any]:
        return {f"answer_{number}": text for number, text in given.answers.items()}
