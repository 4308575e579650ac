"""The scripts of the repository are not a package of the application: their folder is put in the path for these tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
