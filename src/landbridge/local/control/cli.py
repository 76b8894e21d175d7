"""``landbridge local control ...``: every control as a command, made from its declaration."""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

from cyclopts import App, Parameter

from landbridge.local.control.client import ControlClient, ControlError, ControlUnreachable
from landbridge.local.control.declaring import Argument, Control
from landbridge.local.control.registry import CONTROLS

VARIABLE = "LANDBRIDGE_LOCAL_CONTROL"
"""Names the control plane for commands without ``--url``."""

EXIT_FAILED, EXIT_USAGE, EXIT_UNREACHABLE = 1, 2, 3

app = App(
    name="control",
    help="Ask the control plane of a running account: the address that `landbridge local serve` prints as `control`.",
)


def _end(message: str, code: int) -> None:
    sys.stderr.write(f"landbridge local control: {message}\n")
    raise SystemExit(code)


def _ask(control: Control, url: str | None, arguments: dict[str, Any], *, on_one_line: bool) -> None:
    address = url or os.environ.get(VARIABLE)
    if not address:
        _end(f"give --url, or {VARIABLE}", EXIT_USAGE)
        return
    try:
        answer = ControlClient(address).call(control.name, **arguments)
    except ControlError as error:
        _end(str(error), EXIT_FAILED)
        return
    except ControlUnreachable as error:
        _end(str(error), EXIT_UNREACHABLE)
        return
    sys.stdout.write(json.dumps(answer, indent=None if on_one_line else 2, ensure_ascii=False) + "\n")


def _parsed(argument: Argument, value: Any) -> Any:
    """Return a value as JSON has it: objects are typed as JSON."""
    if argument.type is not dict:
        return value
    try:
        return json.loads(value)
    except ValueError:
        _end(f"--{argument.name.replace('_', '-')} takes JSON", EXIT_USAGE)


def _option(argument: Argument) -> inspect.Parameter:
    """Return the option of an argument. One that is left out is not sent, whatever its default."""
    typed = {dict: str, list: list[str]}.get(argument.type, argument.type)
    if argument.required and not argument.nullable:
        default, annotation = inspect.Parameter.empty, typed
    else:
        default, annotation = None, typed | None
    return inspect.Parameter(
        argument.name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD if argument.required else inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[annotation, Parameter(help=argument.help)],
    )


_COMMON = (
    inspect.Parameter(
        "url",
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[str | None, Parameter(help=f"Address of the control plane (or {VARIABLE}).")],
    ),
    inspect.Parameter(
        "json_",
        inspect.Parameter.KEYWORD_ONLY,
        default=False,
        annotation=Annotated[bool, Parameter(name="--json", negative="", help="Print one line of JSON.")],
    ),
)


def _command(control: Control) -> Callable[..., None]:
    arguments = {argument.name: argument for argument in control.arguments}

    def command(*positional: Any, **options: Any) -> None:
        given = signature.bind(*positional, **options).arguments
        sent = {
            name: _parsed(arguments[name], value)
            for name, value in given.items()
            if name in arguments and (value is not None or arguments[name].required)
        }
        _ask(control, given.get("url"), sent, on_one_line=bool(given.get("json_")))

    options = [_option(argument) for argument in control.arguments]
    signature = inspect.Signature([*sorted(options, key=lambda option: option.kind), *_COMMON])
    command.__name__ = control.name
    command.__doc__ = control.help
    command.__signature__ = signature  # type: ignore[attr-defined]  # what inspect looks for
    return command


for _control in CONTROLS.values():
    app.command(_command(_control), name=_control.name.replace("_", "-"))
