"""All host calls by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from landbridge.local.scripting.execution import Handler
from landbridge.local.scripting.host import (
    bundles,
    caching,
    certificates,
    encoding,
    facts,
    formatting,
    https,
    mail,
    querying,
    records,
    searching,
    sources,
    suitesignon,
)
from landbridge.local.scripting.host import files as cabinet

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        name: handler
        for part in (
            bundles,
            caching,
            certificates,
            encoding,
            facts,
            cabinet,
            formatting,
            https,
            mail,
            querying,
            records,
            searching,
            sources,
            suitesignon,
        )
        for name, handler in part.HANDLERS.items()
    }
)
