"""`python -m tools.chaos --seeds N --minutes M [--seed S]`: prints each seed with its timeline; exit status 1 where anything is wrong."""

from __future__ import annotations

import argparse
import secrets
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from tools.chaos.playing import MOST_SHOWN, Result, play


def main(arguments: list[str]) -> int:
    """Play the seeds one after the other."""
    given = _parsed(arguments)
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(1)
    )  # everything that was started is ended on the way out
    seeds = [given.seed] if given.seed is not None else [secrets.randbelow(10**6) for _ in range(given.seeds)]
    results = [_one(seed, given.minutes, keep=given.keep) for seed in seeds]
    failed = [result.seed for result in results if result.wrong]
    print(f"{len(results) - len(failed)} of {len(results)} seeds passed", flush=True)
    return 1 if failed else 0


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds, drawn at random")
    parser.add_argument("--minutes", type=float, default=2.0, help="how long each storm lasts")
    parser.add_argument("--seed", type=int, help="play this seed again")
    parser.add_argument("--keep", action="store_true", help="keep the folder of a seed that passed, too")
    return parser.parse_args(arguments)


def _one(seed: int, minutes: float, *, keep: bool) -> Result:
    print(f"seed {seed}, {minutes:g} minutes", flush=True)
    folder = Path(tempfile.mkdtemp(prefix=f"landbridge-chaos-{seed}-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs under an account of its own
    begun = time.monotonic()
    result = play(seed, minutes, folder, lambda line: print(line, flush=True))
    _report(result, time.monotonic() - begun)
    if result.wrong:
        print(f"again: python -m tools.chaos --seed {seed} --minutes {minutes:g}; logs and data: {folder}")
    elif not keep:
        shutil.rmtree(folder, ignore_errors=True)
    return result


def _report(result: Result, took_s: float) -> None:
    print("saved:", ", ".join(f"{count} {name}" for name, count in sorted(result.saved.items())))
    print("there are:", ", ".join(f"{count} {name}" for name, count in result.counts.items()))
    print(f"quiet {result.quiet_after_s:.1f} s after healing, {took_s:.0f} s in all")
    for line in result.wrong[:MOST_SHOWN]:
        print(f"  WRONG {line}")
    if len(result.wrong) > MOST_SHOWN:
        print(f"  and {len(result.wrong) - MOST_SHOWN} more")
    print(
        f"seed {result.seed}: {'WRONG' if result.wrong else 'nothing is lost, nothing is double'}", flush=True
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
