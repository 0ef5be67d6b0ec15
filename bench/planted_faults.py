"""Every fault of tests/legal_review/gate/faults.py is planted, and what finds it is printed.

`python -m bench.planted_faults`: a row each; ends with 1 if one was not found. Half an hour or so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MACHINE = "tests/legal_review/test_planted_faults.py"


def pytest(*arguments: str, **more: str) -> int:
    """Run pytest in a process of its own; what it answers."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = {**os.environ, **more}
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False
    ).returncode


def faults() -> list[tuple[str, str]]:
    """The name of each, and the test beside the machine that finds it, if one has to."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requests_flow.settings.test")
    import django

    django.setup()
    from tests.legal_review.gate.faults import FAULTS

    return [(fault.name, fault.elsewhere) for fault in FAULTS]


def main() -> int:
    """Plant, run, tell."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows"
        pytest(MACHINE, FAULTS_TABLE=str(table))
        lines = table.read_text(encoding="utf-8").splitlines()
        rows = {row["fault"]: row for row in map(json.loads, lines)}
    missed = 0
    print("| Fault | Found by | After | Proof of the flow |\n| --- | --- | --- | --- |")
    for name, elsewhere in faults():
        row = rows.get(name, {})
        found, after = row.get("found", ""), f"{row.get('examples', 0)} examples"
        if elsewhere:
            failed = pytest("-p", "tests.legal_review.gate.plugin", elsewhere, YISHEN_FAULT=name)
            found, after = f"`{elsewhere}`" if failed == 1 else "", "1 test"
        missed += not found
        proof = "".join(row.get("proof", []))
        print(f"| {name} | {found or 'NOTHING'} | {after} | {proof} |", flush=True)
    print(f"\n{len(faults()) - missed} of {len(faults())} found.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
