"""What a State, or one of its authorities, asks of the requests it receives: a line of its country sheet."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from states.choices import Confidence, LetterChannel, RuleCategory, RuleCheck, RuleUrgency
from states.country_rules import faults_of
from states.models.authorities import Authority, ReferenceModel, State
from states.models.treaties import Treaty
from states.querysets import CountryRuleQuerySet
from states.treaties.vocabulary import Level

DEFAULT_STALE_AFTER = 365
"""Days after which a rule is to be confirmed again. Office policy; each rule may say otherwise."""


class CountryRule(ReferenceModel):
    """One rule of a State's country sheet, checked by one of a few predicates or only told.

    Its parameters are `languages`, `channels`, `field`, `minimum` (characters or days) and `words`, of
    which `check_by` needs some (`RULE_PARAMETERS`). It applies to requests under `treaty` for one of the
    `measures` and `crimes`, of that `urgency`; what is empty narrows nothing. With `excuses` it is an
    exception: where it applies and is kept, the rule of that code counts as kept too.
    """

    state = models.ForeignKey(State, models.CASCADE, related_name="country_rules", verbose_name=_("State"))
    authority = models.ForeignKey(
        Authority,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="country_rules",
        verbose_name=_("authority"),
        help_text=_("Empty where the rule holds for every authority of the State."),
    )
    code = models.SlugField(_("code"), max_length=60)
    category = models.CharField(_("category"), max_length=12, choices=RuleCategory)
    level = models.CharField(
        _("level"),
        max_length=12,
        choices=[(level.value, level.label) for level in (Level.REQUIRED, Level.RECOMMENDED)],
        help_text=_("What is required stops a request, unless an approver overrides it with a reason."),
    )
    label_en = models.CharField(_("short name in English"), max_length=120)
    label_fr = models.CharField(_("short name in French"), max_length=120)
    label_es = models.CharField(_("short name in Spanish"), max_length=120)
    text_en = models.CharField(_("rule in English"), max_length=300)
    text_fr = models.CharField(_("rule in French"), max_length=300)
    text_es = models.CharField(_("rule in Spanish"), max_length=300)
    fix_en = models.CharField(_("what to do, in English"), max_length=300)
    fix_fr = models.CharField(_("what to do, in French"), max_length=300)
    fix_es = models.CharField(_("what to do, in Spanish"), max_length=300)

    check_by = models.CharField(_("checked by"), max_length=24, choices=RuleCheck, default=RuleCheck.NOTE)
    languages = ArrayField(
        models.CharField(max_length=10), verbose_name=_("languages"), default=list, blank=True
    )
    channels = ArrayField(
        models.CharField(max_length=16, choices=LetterChannel),
        verbose_name=_("channels"),
        default=list,
        blank=True,
    )
    field = models.CharField(
        _("field"), max_length=80, blank=True, help_text=_("As the treaty files name it: person.birth_date.")
    )
    minimum = models.PositiveIntegerField(
        _("at least"), null=True, blank=True, help_text=_("Characters, or days.")
    )
    words = ArrayField(models.CharField(max_length=60), verbose_name=_("words"), default=list, blank=True)

    treaty = models.ForeignKey(
        Treaty, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("treaty")
    )
    measures = ArrayField(
        models.CharField(max_length=60), verbose_name=_("measures"), default=list, blank=True
    )
    crimes = ArrayField(models.CharField(max_length=60), verbose_name=_("crimes"), default=list, blank=True)
    urgency = models.CharField(_("urgency"), max_length=8, choices=RuleUrgency, blank=True)
    excuses = models.SlugField(
        _("exception from"),
        max_length=60,
        blank=True,
        help_text=_("The code of a rule of this State that counts as kept where this one applies and is."),
    )

    provision = models.CharField(
        _("provision"), max_length=200, blank=True, help_text=_("Where the State says so: article 22.")
    )
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(
        _("confidence"), max_length=16, choices=Confidence, default=Confidence.UNVERIFIED
    )
    note = models.TextField(_("what is known and what is not"), blank=True)
    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text=_("Invented for demonstration.")
    )
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("On which it still holds."))
    source_read_on = models.DateField(_("source read on"), null=True, blank=True)
    stale_after_days = models.PositiveSmallIntegerField(
        _("to be confirmed again after (days)"), default=DEFAULT_STALE_AFTER
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="country_rules",
        verbose_name=_("owner"),
        help_text=_("Keeps the rule true, and is reminded when it is to be confirmed again."),
    )
    confirmed_on = models.DateField(_("last confirmed on"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("confirmed by"),
        editable=False,
    )
    confirmed_how = models.CharField(_("how it was learned"), max_length=300, blank=True, editable=False)

    objects = CountryRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("country rule")
        verbose_name_plural = _("country rules")
        ordering = ["state__name_en__unaccent", "id"]
        constraints = [
            models.UniqueConstraint(fields=["state", "code"], name="one_country_rule_per_state_and_code")
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Names the rule among those of all States and treaties: `LV:letter-in-latvian`."""
        return f"{self.state_id}:{self.code}"

    def label(self, language: str | None = None) -> str:
        """What is asked, in a few words: in a language, by default the reader's, else in English."""
        return self._in_language("label", language)

    def text(self, language: str | None = None) -> str:
        """The rule in a sentence."""
        return self._in_language("text", language)

    def fix(self, language: str | None = None) -> str:
        """What to do where the rule is not kept."""
        return self._in_language("fix", language)

    def _in_language(self, name: str, language: str | None) -> str:
        code = (language or get_language() or "en").split("-")[0]
        return str(getattr(self, f"{name}_{code}", "") or getattr(self, f"{name}_en"))

    @property
    def citation(self) -> str:
        """Whose rule it is, with its confidence and source, or that it is invented: never without."""
        if self.is_sample:
            return gettext("Sample rule of %(state)s – invented for demonstration") % {"state": self.state}
        return gettext("%(provision)s – %(confidence)s (%(source)s)") % {
            "provision": self.provision or self.state,
            "confidence": Confidence(self.confidence).label,
            "source": self.source,
        }

    @property
    def last_confirmed_on(self) -> date | None:
        """The day on which somebody confirmed the rule, or on which its source was read if that is later."""
        days = [day for day in (self.confirmed_on, self.source_read_on) if day]
        return max(days, default=None)

    def is_stale(self, on: date) -> bool:
        """Whether the rule is to be confirmed again: it was not for longer than it stays fresh, or never."""
        last = self.last_confirmed_on
        return last is None or last + timedelta(days=self.stale_after_days) < on

    def clean(self) -> None:
        """Refuses parameters that the check does not take, and codes that no treaty file knows."""
        faults = dict(faults_of(self))
        if self.authority and self.authority.state_id != self.state_id:
            faults["authority"] = gettext("This authority is not one of the State.")
        others = CountryRule.objects.filter(state=self.state_id).exclude(pk=self.pk)
        if self.excuses and not others.filter(code=self.excuses).exists():
            faults["excuses"] = gettext("The State has no other rule of this code.")
        if faults:
            raise ValidationError(faults)
