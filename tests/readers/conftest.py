"""Makes this folder's ``books`` importable for the tests here and, by name, for the child process they start."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
