"""What a seed written in Python looks like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Numbered = Mapping[str, Mapping[str, dict[str, Any]]]
"""Record type -> internal id -> values by SOAP name or script id."""
