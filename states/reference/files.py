"""Reads the reference data files, and checks them against the treaty files and ISO's list."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from states.choices import Confidence
from states.country_rules import faults_of
from states.reference.names import is_known
from states.reference.schema import AuthoritiesFile, CountryRulesFile, ParticipationFile, StatesFile
from states.treaties import get_treaty_rules, treaty_codes
from states.treaties.yaml_files import DataFile, DataFileError

FOLDER = Path(__file__).parent


def states_file() -> StatesFile:
    """Which States there are. This and its siblings raise DataFileError with every fault found."""
    file = DataFile(FOLDER / "states.yaml")
    content = file.read(StatesFile)
    listed = [
        ((name, "codes", index), code)
        for name in ("members", "observers", "others")
        for index, code in enumerate(getattr(content, name).codes)
    ]
    count = Counter(code for _path, code in listed)
    faults = [_Fault(path, f'the State "{code}" is listed twice') for path, code in listed if count[code] > 1]
    faults += [
        _Fault(path, f'neither ISO 3166-1 nor CLDR knows "{code}"')
        for path, code in listed
        if not is_known(code)
    ]
    _refuse(file, faults)
    return content


def authorities_file(*, sample: bool = False) -> AuthoritiesFile:
    """The authorities that a source names, or those invented for demonstration."""
    file = DataFile(FOLDER / ("sample_authorities.yaml" if sample else "authorities.yaml"))
    content = file.read(AuthoritiesFile)
    states = states_file().codes
    _refuse(
        file,
        (
            _Fault(("authorities", index, "state"), f'unknown State "{row.state}"')
            for index, row in enumerate(content.authorities)
            if row.state not in states
        ),
    )
    return content


def participation_files() -> tuple[ParticipationFile, ...]:
    """One per treaty that has one."""
    return tuple(read_participation(path) for path in sorted((FOLDER / "participation").glob("*.yaml")))


def read_participation(path: Path) -> ParticipationFile:
    """One file; refused where it cites a treaty, part, annex or source that is not known."""
    file = DataFile(path)
    content = file.read(ParticipationFile)
    _refuse(file, _faults(content))
    return content


def country_rules_files(*, sample: bool = False) -> tuple[CountryRulesFile, ...]:
    """One per State that has one: of sourced rules, or of those invented for demonstration."""
    folder = FOLDER / ("sample_country_rules" if sample else "country_rules")
    return tuple(read_country_rules(path, sample=sample) for path in sorted(folder.glob("*.yaml")))


def read_country_rules(path: Path, *, sample: bool) -> CountryRulesFile:
    """One file; refused where it cites an authority, measure, crime or field that is not known."""
    file = DataFile(path)
    content = file.read(CountryRulesFile)
    _refuse(file, _faults_of_rules(content, path.stem, sample=sample))
    return content


class _Fault(NamedTuple):
    path: tuple[str | int, ...]
    message: str


def _refuse(file: DataFile, faults: Iterable[_Fault]) -> None:
    problems = [file.problem(fault.path, fault.message) for fault in faults]
    if problems:
        raise DataFileError(problems)


def _faults(content: ParticipationFile) -> Iterator[_Fault]:
    if content.treaty not in treaty_codes():
        yield _Fault(("treaty",), f'unknown treaty "{content.treaty}"')
        return
    rules = get_treaty_rules(content.treaty)
    parts, annexes = {part.code for part in rules.parts}, {annex.code for annex in rules.annexes}
    states = states_file().codes
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


def _faults_of_rules(content: CountryRulesFile, stem: str, *, sample: bool) -> Iterator[_Fault]:
    if content.state not in states_file().codes or content.state.lower() != stem:
        yield _Fault(("state",), f'the file is named "{stem}", so must its State be')
    if content.sample != sample:
        yield _Fault(("sample",), "sample rules stand in their own folder, and say that they are")
    known = authorities_file().authorities
    known += authorities_file(sample=True).authorities if sample else ()
    authorities = {row.code for row in known if row.state == content.state}
    codes = Counter(rule.code for rule in content.rules)
    for index, rule in enumerate(content.rules):
        path = ("rules", index)
        if codes[rule.code] > 1:
            yield _Fault((*path, "code"), f'the code "{rule.code}" is used twice')
        if rule.authority is not None and rule.authority not in authorities:
            yield _Fault((*path, "authority"), f'unknown authority "{rule.authority}"')
        if rule.treaty is not None and rule.treaty not in treaty_codes():
            yield _Fault((*path, "treaty"), f'unknown treaty "{rule.treaty}"')
        if rule.excuses and rule.excuses not in codes:
            yield _Fault((*path, "excuses"), f'unknown rule "{rule.excuses}"')
        if sample and rule.confidence is not Confidence.UNVERIFIED:
            yield _Fault((*path, "confidence"), "an invented rule is not verified")
        for name, message in faults_of(rule):
            yield _Fault((*path, name), message)
