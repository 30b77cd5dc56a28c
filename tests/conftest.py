"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A timing never decides a test: on a busy machine one example may take long, and says nothing by it.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
