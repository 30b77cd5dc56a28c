"""Formats that no mapping of columns reads.

Knows: which module reads each.
Must not know: how.
"""

from __future__ import annotations

from typing import Final

# Format: what `ostiary watch formats` says of it, and the module whose `import_log(path, folder, reading)` reads it: it takes a
# Path, a WatchFolder and a Reading whose mapping is not looked at, and gives an Imported. It is imported when it is used.
OTHER_FORMATS: Final[dict[str, tuple[str, str]]] = {}
