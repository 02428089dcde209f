"""Reads the reference data files, and checks them against the treaty files and ISO's list."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from states.reference.schema import AuthoritiesFile, ParticipationFile, StatesFile
from states.treaties import get_treaty_rules, treaty_codes
from states.treaties.yaml_files import DataFile, DataFileError

FOLDER = Path(__file__).parent


def states_file() -> StatesFile:
    """Which States there are. This and its siblings raise DataFileError with every fault found."""
    return DataFile(FOLDER / "states.yaml").read(StatesFile)


def authorities_file(*, sample: bool = False) -> AuthoritiesFile:
    """The authorities that a source names, or those invented for demonstration."""
    name = "sample_authorities.yaml" if sample else "authorities.yaml"
    return DataFile(FOLDER / name).read(AuthoritiesFile)


def participation_files() -> tuple[ParticipationFile, ...]:
    """One per treaty that has one."""
    return tuple(read_participation(path) for path in sorted((FOLDER / "participation").glob("*.yaml")))


def read_participation(path: Path) -> ParticipationFile:
    """One file; refused where it cites a treaty, part, annex or source that is not known."""
    file = DataFile(path)
    content = file.read(ParticipationFile)
    problems = [file.problem(fault.path, fault.message) for fault in _faults(content)]
    if problems:
        raise DataFileError(problems)
    return content


class _Fault(NamedTuple):
    path: tuple[str | int, ...]
    message: str


def _faults(content: ParticipationFile) -> Iterator[_Fault]:
    if content.treaty not in treaty_codes():
        yield _Fault(("treaty",), f'unknown treaty "{content.treaty}"')
        return
    rules = get_treaty_rules(content.treaty)
    parts, annexes = {part.code for part in rules.parts}, {annex.code for annex in rules.annexes}
    states = {code for group in states_file().groups for code in group.codes}
    for index, row in enumerate(content.participations):
        path = ("participations", index)
        if row.state not in states:
            yield _Fault((*path, "state"), f'unknown State "{row.state}"')
        for place, provisional in enumerate(row.provisional_applications):
            if provisional.part not in parts:
                where = (*path, "provisional_applications", place, "part")
                yield _Fault(where, f'unknown part "{provisional.part}"')
        for place, declaration in enumerate(row.declarations):
            for code in declaration.annexes:
                if code not in annexes:
                    yield _Fault((*path, "declarations", place, "annexes"), f'unknown annex "{code}"')
        sources = [row.source, *(entry.source for entry in row.provisional_applications)]
        sources += [entry.source for entry in row.declarations]
        for code in rules.unknown_sources(" ".join(sources)):
            yield _Fault((*path, "source"), f'unknown source "{code}"')
