"""Declaring a control once: a function with typed, described arguments, from which command, HTTP call and Python method follow."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from landbridge.local.control.errors import ControlRefusal

if TYPE_CHECKING:
    from landbridge.local.account import Account

PREFIX = "/_control"


class _Required:
    """The type of ``REQUIRED``."""


REQUIRED = _Required()
"""In the place of a default: the argument must be given."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of argument: what it is called in refusals, and whether a JSON value is one. ``of_text`` reads it from a query."""

    text: str
    accepts: Callable[[Any], bool]
    of_text: Callable[[str], Any]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _flag(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)


KINDS: dict[Any, Kind] = {
    str: Kind("text", lambda value: isinstance(value, str), str),
    int: Kind("a whole number", _is_whole, int),
    float: Kind("a number", _is_number, float),
    bool: Kind("true or false", lambda value: isinstance(value, bool), _flag),
    dict: Kind("an object", lambda value: isinstance(value, dict), str),
    list: Kind("a list of texts", _is_texts, lambda text: text.split(",")),
}
"""Python type in a declaration -> what is accepted for it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a control. ``type`` is a key of ``KINDS``; ``nullable`` ones may be null in JSON."""

    name: str
    type: Any
    help: str
    default: Any
    nullable: bool

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is REQUIRED

    def checked(self, value: Any) -> Any:
        """Return a value of JSON as the function takes it. Raises ``ControlRefusal``."""
        if value is None and self.nullable:
            return None
        kind = KINDS[self.type]
        if not kind.accepts(value):
            raise ControlRefusal(f"{self.name} is {kind.text}")
        return value

    def read(self, text: str) -> Any:
        """Return a value of a query or a path. Raises ``ControlRefusal``."""
        try:
            return self.checked(KINDS[self.type].of_text(text))
        except ValueError as error:
            raise ControlRefusal(f"{self.name} is {KINDS[self.type].text}") from error


@dataclass(frozen=True, slots=True)
class Control:
    """What a test may do to an account. ``path`` is below ``/_control`` and may name arguments in braces."""

    name: str
    method: str
    path: str
    call: Callable[..., Any]
    help: str
    arguments: tuple[Argument, ...]

    @property
    def address(self) -> str:
        """The path with its prefix."""
        return PREFIX + self.path

    def in_path(self) -> list[str]:
        """Return the names of the arguments that stand in the path."""
        return [argument.name for argument in self.arguments if f"{{{argument.name}}}" in self.path]

    def run(self, account: Account, given: Mapping[str, Any]) -> Any:
        """Check the arguments and do it. Raises ``ControlRefusal``, ``RecordError``."""
        known = {argument.name: argument for argument in self.arguments}
        for name in given:
            if name not in known:
                raise ControlRefusal(f"{self.name} has no argument {name}")
        for argument in self.arguments:
            if argument.required and argument.name not in given:
                raise ControlRefusal(f"{argument.name} is missing")
        return self.call(account, **{name: known[name].checked(value) for name, value in given.items()})


Function = TypeVar("Function", bound=Callable[..., Any])


class Controls:
    """The controls of one subject: ``@controls.declare("POST", "/clock")`` above each function."""

    def __init__(self) -> None:
        self._declared: list[Control] = []

    def __iter__(self) -> Iterator[Control]:
        return iter(self._declared)

    def declare(self, method: str, path: str) -> Callable[[Function], Function]:
        """Declare a control: its name is the function's, its help the first paragraph of the docstring."""

        def declared(function: Function) -> Function:
            self._declared.append(
                Control(
                    name=function.__name__,
                    method=method,
                    path=path,
                    call=function,
                    help=(inspect.getdoc(function) or "").partition("\n\n")[0],
                    arguments=tuple(_arguments_of(function)),
                )
            )
            return function

        return declared


def _arguments_of(function: Callable[..., Any]) -> Iterator[Argument]:
    """Read the keyword-only parameters, each ``Annotated[type, help]``, and those of a ``TypedDict``, which are ``None`` at first."""
    hints = get_type_hints(function, include_extras=True, localns={"Account": object})
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            (shared,) = get_args(hints[name])
            for each, annotation in get_type_hints(shared, include_extras=True).items():
                yield _argument(each, annotation, None)
        elif parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            default = REQUIRED if parameter.default is inspect.Parameter.empty else parameter.default
            yield _argument(name, hints[name], default)


def _argument(name: str, annotation: Any, default: Any) -> Argument:
    assert get_origin(annotation) is Annotated, f"{name} is not described"
    kind, help_ = get_args(annotation)[:2]
    choices = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    plain = next(choice for choice in choices if choice is not type(None))
    return Argument(name, get_origin(plain) or plain, help_, default, type(None) in choices)
