"""Rewrite the golden snapshots from the example seasons: `python tests/golden/regenerate.py [FOLDER]`.

A deliberate act: read the diff line by line and judge each line true before you commit it. FOLDER, when given, holds
seasons that have already run (a `var` folder) and saves building them again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from final_accounts.stages.examples import example_seasons, prepare_examples
from final_accounts.stages.settings import Settings
from golden.snapshots import FOLDER, as_text, path_of, run_all, snapshot


def main() -> None:
    """Build, run, write."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.at(Path(sys.argv[1] if len(sys.argv) > 1 else folder))
        if len(sys.argv) == 1:
            for line in prepare_examples(settings):
                sys.stderr.write(line + "\n")
            run_all(settings)
        FOLDER.mkdir(exist_ok=True)
        for season in example_seasons():
            path_of(season).write_text(as_text(season, snapshot(settings, season)), encoding="utf-8")
            sys.stderr.write(f"{path_of(season)}\n")


if __name__ == "__main__":
    main()
