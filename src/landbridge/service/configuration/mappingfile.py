"""Mappings as one readable file: the rows of workflows by group, in the words of the configuration file, and the filters of groups."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml
from msgspec import Struct

from landbridge.service.configuration.document import ConfigurationError, Row, plain
from landbridge.service.configuration.yamlfile import parsed
from landbridge.service.workflows.content import Content, NotAMappingError, from_plain

FORMAT = 1
HEAD = "# Mapping of Landbridge. See what it would change with `landbridge workflow import`, store it with `--apply`.\n"


class MappingPart(Struct, forbid_unknown_fields=True):
    """The mapping of one workflow. A group that has no row in it keeps its own."""

    mapping: tuple[Row, ...] = ()
    filters: dict[str, str] = {}


class MappingFile(Struct, forbid_unknown_fields=True):
    """The whole file, by key of the workflow."""

    landbridge_mapping: int
    workflows: dict[str, MappingPart]


def dump(contents: Mapping[str, Content]) -> str:
    """Return the file's text; the same bytes for the same mappings."""
    document = {
        "landbridge_mapping": FORMAT,
        "workflows": {key: one.plain() for key, one in contents.items()},
    }
    return HEAD + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def load(text: str) -> dict[str, Content]:
    """Read a file's text. Raises ``ConfigurationError`` with line and column, or the path of what is wrong."""
    found = parsed(text)
    if not isinstance(found, dict) or "landbridge_mapping" not in found:
        raise ConfigurationError("the file has no landbridge_mapping: it is no mapping of Landbridge")
    if found["landbridge_mapping"] != FORMAT:
        raise ConfigurationError(
            f"landbridge_mapping is {found['landbridge_mapping']!r}; this version reads {FORMAT}"
        )
    try:
        document = msgspec.convert(found, MappingFile)
    except msgspec.ValidationError as error:
        raise ConfigurationError(str(error)) from None
    return {key: _content(key, part) for key, part in document.workflows.items()}


def _content(key: str, part: MappingPart) -> Content:
    rows = [plain(row) for row in part.mapping]
    try:
        return from_plain({"mapping": rows, "filters": part.filters})
    except NotAMappingError as error:
        raise ConfigurationError(f"workflow {key}: {error}") from None
