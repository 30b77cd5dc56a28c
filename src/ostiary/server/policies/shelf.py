"""Where an installation finds a policy by its version.

Knows: the founding folder, the control database, the home's own copies; that a version is what texts compile to.
Must not know: which version is in force, who asks for one.

Whatever is found is compiled: only what comes out as the version that was asked for is taken. A copy in the home that does
not is thrown away and fetched anew; one in the control database is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.policy.load import load_bundle
from ostiary.server.settings import Home
from ostiary.store.bundle_files import read_bundle_files
from ostiary.store.control import control_connection
from ostiary.store.kept_policies import forget_policy, keep_policy_texts, maybe_kept_texts
from ostiary.store.policy_versions import load_policy, read_policy_texts


@dataclass(frozen=True, slots=True)
class Policy:
    """A bundle and the texts that it was compiled from, by file name."""

    bundle: Bundle
    texts: Mapping[str, str]


class Shelf:
    """The policies of one home. What was compiled once is not compiled again."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._known: dict[str, Policy] = {}

    @cached_property
    def founding(self) -> Policy:
        """The policy of the home folder, in force until a directive changes it. Raises BundleError."""
        texts = read_bundle_files(self._home.policy_dir)
        policy = Policy(load_bundle(texts), texts)
        self._known[policy.bundle.version] = policy
        return policy

    def find(self, version: str) -> Policy:
        """The policy of that version. Raises BundleError when it is not to be had, and ControlDown."""
        if version == self.founding.bundle.version:
            return self.founding
        if version not in self._known:
            self._known[version] = self._kept(version) or self._fetched(version)
        return self._known[version]

    def bundle(self, version: str) -> Bundle:
        """The bundle of that version, likewise."""
        return self.find(version).bundle

    def forget_all_but(self, versions: frozenset[str]) -> None:
        """Let go of what was compiled and is not among these."""
        self._known = {version: one for version, one in self._known.items() if version in versions}

    @property
    def _folder(self) -> Path:
        return self._home.policies_dir

    def _kept(self, version: str) -> Policy | None:
        texts = maybe_kept_texts(self._folder, version)
        try:
            if texts is None:
                # A torn file would keep the place of a sound one.
                forget_policy(self._folder, version)
                return None
            return Policy(load_policy(version, texts), texts)
        except OSError:
            return None
        except BundleError:
            with suppress(OSError):
                forget_policy(self._folder, version)
            return None

    def _fetched(self, version: str) -> Policy:
        with control_connection(self._home.control_dsn) as connection:
            texts = read_policy_texts(connection, version)
        policy = Policy(load_policy(version, texts), texts)
        # Without a copy the next start asks the control database again: nothing else is lost.
        with suppress(OSError):
            keep_policy_texts(self._folder, version, texts)
        return policy
