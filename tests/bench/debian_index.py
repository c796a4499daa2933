"""Debian's real index of source packages, fetched by apt into a folder of the caller's own.

Nothing of the machine's own apt is changed: the mirror, the release and the key are those that are here already.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_FORMAT = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def fetch_index(folder: Path) -> Path:
    """Return the ``Sources`` index of this machine's Debian, uncompressed in a folder.

    Raises :class:`LookupError`, saying why, where there is no apt, no Debian mirror, or no network.
    """
    if shutil.which("apt-get") is None:
        raise LookupError("there is no apt-get")
    site, release = _mirror()
    for name in ("state/lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    signed = f" [signed-by={_KEYS}]" if _KEYS.is_file() else ""
    (folder / "sources.list").write_text(f"deb-src{signed} {site} {release} main\n", encoding="utf-8")
    settings = {
        "Dir::State": folder / "state",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::GzipIndexes": "false",
    }
    options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
    fetched = subprocess.run(["apt-get", *options, "-qq", "update"], capture_output=True, text=True, timeout=300)
    found = sorted((folder / "state" / "lists").glob("*_main_source_Sources"))
    if not found:
        raise LookupError(f"apt-get fetched no index: {fetched.stderr.strip() or 'it said nothing'}")
    return found[0]


def _mirror() -> tuple[str, str]:
    """Return the address and the release of the first Debian archive that apt reads here."""
    command = ["apt-get", "indextargets", "--format", _FORMAT, "Created-By: Packages"]
    lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    for line in lines:
        site, release, component = line.split(" ")
        if component == "main" and "-" not in release and "debian" in site:
            return site, release
    raise LookupError("apt reads no archive of Debian here")
