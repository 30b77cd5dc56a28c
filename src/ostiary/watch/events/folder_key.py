"""The one key of subjects that a watch folder has.

Knows: that manifests say under which key subjects became tokens.
Must not know: what a token is of, who imports.
"""

from __future__ import annotations

from pathlib import Path

from ostiary.errors import ImportRefused
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.subject_key import key_commitment, key_file_of, open_subject_key


def folder_key(folder: WatchFolder, named: Path | None) -> bytes:
    """The key in ``named``, or in its file beside the folder; drawn for a folder that has none. Whoever asks has the folder's lock.

    Raises ImportRefused where it is another than what stands in the folder was made with, KeyFileError, OSError.
    """
    path = named or key_file_of(folder.path)
    known = {found for each in folder.manifests() if (found := each.made_from.get("subject_key"))}
    # None is drawn where there was one: subjects would be strangers to themselves.
    key = b"" if known and not path.exists() else open_subject_key(path)
    if known - {key_commitment(key)}:
        raise ImportRefused(
            f"`{path}` is not the key under which this folder's subjects became tokens",
            hint="bring that key back, or name it with --subject-key; else take a new folder",
        )
    return key
