"""A checker for the parts of JSON Schema that the metadata uses; properties that a schema does not name are wrong here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
}
_FORMATS = {"date": _DATE, "date-time": _INSTANT}

Lookup = Callable[[str], dict[str, Any]]


def faults(schema: dict[str, Any], value: Any, lookup: Lookup, path: str = "$") -> Iterator[str]:
    """Iterate over what is wrong with ``value``; ``lookup`` returns the schema behind a ``$ref``."""
    if "$ref" in schema:
        yield from faults(lookup(schema["$ref"]), value, lookup, path)
        return
    wanted = _TYPES[schema["type"]]
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        yield f"{path} is no {schema['type']}: {value!r}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path} is not one of the enumeration: {value!r}"
    pattern = _FORMATS.get(schema.get("format", ""))
    if pattern is not None and not pattern.fullmatch(value):
        yield f"{path} has not the format {schema['format']}: {value!r}"
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in schema["properties"]:
                yield f"{path}.{name} is not in the schema"
            else:
                yield from faults(schema["properties"][name], inner, lookup, f"{path}.{name}")
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from faults(schema["items"], inner, lookup, f"{path}[{place}]")
