"""Reads a reviewed YAML data file into a pydantic model; what is wrong is named with its line."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

ModelT = TypeVar("ModelT", bound=BaseModel)
Place = Sequence[str | int]


class DataFileError(Exception):
    """A data file is wrong. Each of `problems` reads `file.yaml:123: where → it → is: what`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class DataFile:
    """One YAML file, with the line of everything in it. Raises DataFileError where it is no YAML."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.content: Any = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise DataFileError([f"{path.name}:{line}: {error.problem}"]) from error

    def read(self, model: type[ModelT]) -> ModelT:
        """The content as a model. Raises DataFileError naming every fault, not only the first."""
        try:
            return model.model_validate(self.content)
        except ValidationError as error:
            raise DataFileError(
                [self.problem(fault["loc"], _message(fault)) for fault in error.errors()]
            ) from error

    def problem(self, path: Place, message: str) -> str:
        """A fault at a place (keys and indexes from the top), in words."""
        place = " → ".join(self._names(path))
        return f"{self.path.name}:{self.line(path)}: {place}: {message}"

    def line(self, path: Place) -> int:
        """The line of a place, or of the nearest thing around it that the file has."""
        node, line = self.content, 1
        for step in path:
            if isinstance(node, CommentedMap) and step in node:
                line = node.lc.key(step)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                line = node.lc.item(step)[0] + 1
            else:
                break
            node = node[step]
        return int(line)

    def _names(self, path: Place) -> Iterator[str]:
        """The path with entries named by their code rather than their place in the list."""
        node = self.content
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                node = None
            if isinstance(step, int):
                code = node.get("code") if isinstance(node, dict) else None
                yield str(code or step + 1)
            else:
                yield step


def _message(fault: ErrorDetails) -> str:
    if fault["type"] in {"enum", "literal_error"}:
        known = str(fault.get("ctx", {}).get("expected", ""))
        return f'unknown {fault["loc"][-1]} "{fault["input"]}" (known: {known})'
    if fault["type"] == "extra_forbidden":
        return "unknown key"
    if fault["type"] == "value_error":
        return str(fault.get("ctx", {}).get("error", fault["msg"]))
    return fault["msg"]
