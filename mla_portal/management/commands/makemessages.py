"""Gathers the texts to translate into one catalogue a language, for the whole project."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Guesses no translation from a similar text: in law the similar text is the wrong one."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
