"""The answer a form asks for where conditions do: for what is it used?"""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_ANSWER = 500
"""Characters."""


def answer_field() -> forms.CharField:
    """The field `answer` of any form whose act may raise AnswerNeeded."""
    return forms.CharField(
        label=_("For what do you use it?"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name the act or the proceedings. The answer is kept in the record with your name."),
    )
