"""Finds a Chromium for the browser tests, or brings one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """The browser that CHROMIUM names, else the first known one on the PATH, else None (Playwright's own is used)."""
    return os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Makes sure that some Chromium is there; 1 with a sentence when none can be had."""
    if executable():
        return 0
    print("No Chromium on the PATH; fetching the one of Playwright ...", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode == 0:
        return 0
    print("The browser tests need Chromium. Install it (apt install chromium), or set CHROMIUM to its path.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
