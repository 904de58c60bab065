"""Read YAML without losing the line of any key; pure: text in, values out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from services.reporting.procedures.errors import DefinitionRefused


@dataclass(frozen=True)
class Found:
    """A value and the line on which it stands; mappings and lists hold further Founds."""

    line: int
    value: Any


def read_yaml(file: str, text: str) -> Found:
    """Return what `text` holds; raises DefinitionRefused naming the file and the line."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise DefinitionRefused(f"{file}:1 is empty")
        return _found(file, loader, node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionRefused(f"{file}:{line} is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise DefinitionRefused(f"{file}:1 is not YAML: {error}") from error
    finally:
        loader.dispose()


def _found(file: str, loader: yaml.SafeLoader, node: yaml.Node) -> Found:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Found(line, [_found(file, loader, one) for one in node.value])
    if not isinstance(node, yaml.MappingNode):
        return Found(line, loader.construct_object(node))
    pairs: dict[str, Found] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node))
        if key in pairs:
            raise DefinitionRefused(f"{file}:{key_node.start_mark.line + 1} {key} stands twice")
        value = _found(file, loader, value_node)
        pairs[key] = Found(key_node.start_mark.line + 1, value.value)
    return Found(line, pairs)


@dataclass(frozen=True)
class Allowed:
    """What may stand behind a key, and what to call what may not."""

    what: str
    is_one: Callable[[str], bool]

    @classmethod
    def among(cls, what: str, names: Iterable[str]) -> "Allowed":
        """Return the rule that only `names` may stand there."""
        known = frozenset(str(one) for one in names)
        return cls(what, known.__contains__)


class Fields:
    """The fields of one mapping; each is asked for by name, whatever is left over is refused."""

    def __init__(self, file: str, found: Found, inside: str = "") -> None:
        self.file = file
        self.line = found.line
        self.inside = inside
        if not isinstance(found.value, dict):
            raise self.refusal(found.line, inside or "it", "must be keys and their values")
        self._left: dict[str, Found] = dict(found.value)

    def refusal(self, line: int, key: str, why: str) -> DefinitionRefused:
        """Return the error that says where the definition is wrong."""
        place = f"{self.inside} {key}" if self.inside and key != self.inside else key
        return DefinitionRefused(f"{self.file}:{line} {place}: {why}")

    def take(self, key: str, kind: type | None = None) -> Found:
        """Return what stands behind `key`; it must be there."""
        found = self._left.pop(key, None)
        if found is None:
            raise self.refusal(self.line, key, "is missing")
        # `is`, not isinstance: true must not pass for a number
        if kind is not None and type(found.value) is not kind:
            raise self.refusal(found.line, key, f"must be a {_NAMES[kind]}")
        return found

    def has(self, key: str) -> bool:
        """Say whether `key` stands there."""
        return key in self._left

    def text(self, key: str, allowed: Allowed | None = None) -> str:
        """Return the text behind `key`; raises DefinitionRefused where it is not allowed."""
        found = self.take(key, str)
        self._check(found.line, key, found.value, allowed)
        return str(found.value)

    def maybe(self, key: str, allowed: Allowed) -> str | None:
        """Return the text behind `key`, or None where there is none."""
        return self.text(key, allowed) if self.has(key) else None

    def many(self, key: str, allowed: Allowed | None = None) -> tuple[str, ...]:
        """Return the list of words behind `key`, none of them twice."""
        found = self.take(key, list)
        words: list[str] = []
        for one in found.value:
            if type(one.value) is not str:
                raise self.refusal(one.line, key, "must be a list of words")
            if one.value in words:
                raise self.refusal(one.line, key, f"{one.value} stands twice")
            self._check(one.line, key, one.value, allowed)
            words.append(one.value)
        return tuple(words)

    def either(self, key: str, allowed: Allowed) -> tuple[str, ...]:
        """Return the names of a condition such as `a or b`; none where there is no condition."""
        if not self.has(key):
            return ()
        found = self.take(key, str)
        names = tuple(found.value.split(" or "))
        for one in names:
            self._check(found.line, key, one, allowed)
        return names

    def mappings(self, key: str) -> list[Found]:
        """Return the list of mappings behind `key`."""
        found: list[Found] = self.take(key, list).value
        return found

    def pairs(self, key: str) -> Mapping[str, Found]:
        """Return the mapping behind `key`, or nothing where there is none."""
        return self.take(key, dict).value if self.has(key) else {}

    def end(self) -> None:
        """Refuse whatever was not asked for."""
        for key, found in self._left.items():
            raise self.refusal(found.line, key, "is not a key of this kind of definition")

    def _check(self, line: int, key: str, word: str, allowed: Allowed | None) -> None:
        if not word or (allowed and not allowed.is_one(word)):
            why = f"{word} is not a known {allowed.what}" if allowed and word else "is empty"
            raise self.refusal(line, key, why)


_NAMES = {str: "text", int: "whole number", list: "list", dict: "mapping"}
