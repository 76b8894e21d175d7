"""Every control, by name."""

from __future__ import annotations

from landbridge.local.control import (
    bundles,
    contexts,
    customizations,
    executions,
    integrations,
    people,
    preferences,
    records,
    sandboxes,
    savedbundles,
    state,
    tokens,
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
        executions,
        trouble,
        people,
        integrations,
        tokens,
        preferences,
        bundles,
        savedbundles,
        contexts,
        sandboxes,
    )
    for control in subject.controls
}
"""Name -> control: what commands, HTTP and Python offer."""
