"""Names for invented persons, in the spellings and scripts in which one and the same person arrives.

Common given names and made-up family names, combined at random: whoever bears such a name is not meant.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from casework.names import fold, skeleton

GIVEN = (
    ("Ana", "Ана", "Anna"), ("Jure", "Юре", "Jurij"), ("Đorđe", "Ђорђе", "George"), ("Lea", "Леа", "Leah"),
    ("Mohammed", "محمد", "Muhammad"), ("Yusuf", "يوسف", "Youssef"), ("Olga", "Ольга", "Olha"),
    ("Sergei", "Сергей", "Serhii"), ("Maria", "Μαρία", "Mariya"), ("Nikolaos", "Νικόλαος", "Nicolas"),
    ("Ivan", "Иван", "Ioan"), ("Katarina", "Катарина", "Catherine"), ("Fatima", "فاطمة", "Fatimah"),
    ("Aleksandr", "Александр", "Oleksandr"), ("Ahmad", "أحمد", "Ahmed"), ("Zoran", "Зоран", "Soran"),
    ("Jelena", "Јелена", "Elena"), ("Mihai", "Михай", "Michael"), ("Janis", "Янис", "Jānis"),
    ("Ilze", "Илзе", "Ilse"), ("Peter", "Петър", "Pierre"), ("Tomáš", "Томаш", "Thomas"),
    ("Łukasz", "Лукаш", "Lucas"), ("Hasan", "حسن", "Hassan"), ("Dragan", "Драган", "Draghan"),
)  # fmt: skip
FAMILY = (
    ("Petrov", "Петров", "Petroff"), ("Kovač", "Ковач", "Kovacs"), ("Ćirić", "Ћирић", "Ciric"),
    ("Müller", "Мюллер", "Mueller"), ("Papadopoulos", "Παπαδόπουλος", "Papadopulos"),
    ("Haddad", "حداد", "Hadad"), ("Khalil", "خليل", "Halil"), ("Ozols", "Озолс", "Osols"),
    ("Bērziņš", "Берзиньш", "Berzins"), ("Shevchenko", "Шевченко", "Schewtschenko"),
    ("Nowak", "Новак", "Novak"), ("Mansour", "منصور", "Mansur"), ("Zajc", "Зајц", "Zaitz"),
)  # fmt: skip
OFTEN = 0.08
"""The share of persons who bear one of these; the others' family names are put together from two parts."""
BEGINNINGS = (
    "Bal", "Kor", "Mar", "Vid", "Zel", "Pet", "Nov", "Ruk", "Tom", "Gra", "Had", "Sim", "Dra", "Ler", "Osk",
    "Pol", "Bran", "Kast", "Jur", "Čer", "Šum", "Žag", "Wol", "Fer", "Del", "Mon", "Cast", "Rib", "Ost",
    "Lind", "Hol", "Stan", "Mir", "Dob", "Rad", "Vel", "Kal", "Por", "Tar", "Ner",
)  # fmt: skip
ENDINGS = (
    "ović", "enko", "inskas", "iņš", "ić", "ar", "escu", "idis", "yan", "mann", "sen", "ez", "ini", "adze",
    "owski", "ák", "ec", "nik", "ova", "al", "ard", "eau", "berg", "ström", "oğlu", "ari",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as written, with what the search compares."""

    written: str
    folded: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class Name:
    """One invented person's name and its spellings, the first of them the main one."""

    given: str
    family: str
    spellings: tuple[Spelling, ...]


@cache
def spelling(written: str) -> Spelling:
    """Folded once for each different name."""
    return Spelling(written, fold(written), skeleton(written))


def invented(random: Random) -> Name:
    """A name; two of five persons are known under another spelling too."""
    given = random.choice(GIVEN)
    if random.random() < OFTEN:
        family = random.choice(FAMILY)
    else:
        made = random.choice(BEGINNINGS) + random.choice(ENDINGS)
        family = (made, made, fold(made).title())
    forms = random.sample(range(3), 2 if random.random() < 0.4 else 1)
    written = [(given[form], family[form]) for form in forms]
    return Name(*written[0], tuple(spelling(" ".join(parts)) for parts in written))
