"""Oracle's advanced notation of mappings, read and written (help articles 162884579419, 162944193038). See ``docs/reference/mapping.md``."""

from landbridge.service.workflows.notation.reading import Notation, parse
from landbridge.service.workflows.notation.writing import render

__all__ = ["Notation", "parse", "render"]
