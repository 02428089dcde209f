"""Finds, checks and keeps the treaty files. A second treaty is a second file in the folder."""

from functools import lru_cache
from pathlib import Path

from states.treaties.overlay import lay_over
from states.treaties.references import faults
from states.treaties.schema import TreatyRules
from states.treaties.yaml_files import DataFile, DataFileError

FOLDER = Path(__file__).parent
OVERLAYS = ("ar",)
"""Languages that a treaty's terms have in a file of their own, `<treaty>.<language>.yaml`."""


class TreatyFileError(DataFileError):
    """A treaty file is wrong; `problems` names each fault with its line."""


class UnknownTreatyError(LookupError):
    """There is no file of this code."""


def treaty_codes(folder: Path | None = None) -> tuple[str, ...]:
    """The codes of all treaties, which are the names of their files."""
    return tuple(sorted(path.stem for path in (folder or FOLDER).glob("*.yaml") if "." not in path.stem))


def get_treaty_rules(code: str) -> TreatyRules:
    """The rules of a treaty; read once per process. Raises UnknownTreatyError, or TreatyFileError."""
    return _kept(FOLDER, code)


@lru_cache
def _kept(folder: Path, code: str) -> TreatyRules:
    if code not in treaty_codes(folder):
        raise UnknownTreatyError(code)
    return load_treaty_file(folder / f"{code}.yaml")


def load_treaty_file(path: Path) -> TreatyRules:
    """Reads and checks one file. Raises TreatyFileError with every fault found."""
    try:
        file = DataFile(path)
        translated = _translated(file)
        rules = file.read(TreatyRules)
    except DataFileError as error:
        raise TreatyFileError(error.problems) from error
    problems = [*translated, *(file.problem(fault.path, fault.message) for fault in faults(rules))]
    if rules.code != path.stem:
        problems.append(file.problem(("code",), f'the file is named "{path.stem}", so must its code be'))
    if problems:
        raise TreatyFileError(problems)
    return rules


def _translated(file: DataFile) -> list[str]:
    """Enters the texts of further languages; what an overlay names in vain, in words. What it leaves out is
    shown in English.
    """
    problems = []
    for language in OVERLAYS:
        path = file.path.with_name(f"{file.path.stem}.{language}.yaml")
        if path.is_file():
            overlay = DataFile(path)
            unknown = lay_over(file.content, overlay.content["texts"], language)
            problems += [
                overlay.problem(("texts", *place), "the treaty file has no such text") for place in unknown
            ]
    return problems
