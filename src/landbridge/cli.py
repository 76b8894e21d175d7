"""The hallway: `landbridge`, with the commands of every part. A part is imported when one of its commands is used.

Exit codes: 0 done, 1 failed, 2 used wrongly, 3 nothing could be reached.
"""

from __future__ import annotations

import sys

from cyclopts import App, CycloptsError

import landbridge
from landbridge.service.cli.mount import mount

USED_WRONGLY = 2

app = App(
    name="landbridge",
    help="Save in NetSuite, see it in SuiteProjects Pro.",
    version=landbridge.__version__,
)
app.command("landbridge.local.cli:app", name="local", help="A NetSuite account on this machine.")
app.command(
    "landbridge.sdf.cli:app", name="suiteapp", help="The SuiteApp for a NetSuite account: check it, build it."
)
app.command("landbridge.demo.command:demo", name="demo", help="Show the whole product on this machine.")
mount(app)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        app(exit_on_error=False, print_error=True)
    except CycloptsError:
        sys.exit(USED_WRONGLY)
