"""Every control, by name."""

from __future__ import annotations

from landbridge.local.control import (
    bundles,
    contexts,
    customizations,
    people,
    preferences,
    records,
    sandboxes,
    state,
    traffic,
    trouble,
)
from landbridge.local.control.declaring import Control

CONTROLS: dict[str, Control] = {
    control.name: control
    for subject in (
        state,
        records,
        customizations,
        traffic,
        trouble,
        people,
        preferences,
        bundles,
        contexts,
        sandboxes,
    )
    for control in subject.controls
}
"""Name -> control: what commands, HTTP and Python offer."""
