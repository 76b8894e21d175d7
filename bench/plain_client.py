"""Running the plain script beside ours: in an environment of its own, since a client of the bench is no part of the product."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from landbridge.demo.stack import Stack

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv-clients" / "bin" / "python"
SCHEMA = ROOT.parent / "shared" / "netsuite-wsdl" / "2023_2" / "netsuite.wsdl"
"""Where the public schema lies beside the project, unless ``NETSUITE_WSDL`` names it. It is Oracle's and not kept here."""

TIMEOUT_S = 180


def read_plainly(stack: Stack) -> dict[str, Any]:
    """Return ``records`` and ``seconds`` of the script, or ``missing`` with what it takes to run it."""
    schema = Path(os.environ.get("NETSUITE_WSDL", SCHEMA))
    if not PYTHON.exists():
        return {"missing": "not measured: netsuitesdk is not installed (make bench does it)"}
    if not schema.is_file():
        return {"missing": "not measured: NetSuite's WSDL is not at hand (NETSUITE_WSDL names the file)"}
    given = {
        "account": stack.control.call("GET", "/status")["account"],
        "service": stack.addresses["netsuite"],
        "wsdl": str(schema),
        **stack.token,
    }
    done = subprocess.run(
        [str(PYTHON), str(ROOT / "bench" / "plain_script.py")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        return {"missing": f"not measured: {(done.stderr.strip().splitlines() or ['it failed'])[-1][:200]}"}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
