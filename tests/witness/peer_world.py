"""What the tests of peers share: a peer process that really runs, for a log on a disk."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ostiary.store.log.folder import LogFolder
from ostiary.tlog.note import SignerKey
from ostiary.witness.folder import settings_text
from ostiary.witness.peer_folder import PeerFolder, create_peer

HOST = "127.0.0.1"


@dataclass
class PeerProcess:
    """A peer in a folder of its own; its port stays the same over restarts."""

    folder: PeerFolder
    key: SignerKey
    host: str = HOST
    port: int = 0
    before: Sequence[str] = ()
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        words = [
            *self.before,
            sys.executable,
            "-m",
            "ostiary.cli.main",
            "peer",
            "serve",
            str(self.folder.root),
        ]
        self.process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        assert '"started"' in line, line + self.process.stderr.read()
        if not self.port:
            self.port = int(json.loads(line)["port"])
            path = self.folder.settings
            path.write_text(path.read_text().replace("port = 0", f"port = {self.port}"))

    @property
    def pid(self) -> int:
        """The peer itself, which is the only child of a program in front of its command line."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return int(children) if children else self.process.pid

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.process.wait(30)
        if self.process is not None and self.process.stderr is not None:
            self.process.stderr.close()

    def stop(self) -> tuple[int, str]:
        """The exit status, and the notices after the first."""
        assert self.process is not None
        self.process.terminate()
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said

    @contextlib.contextmanager
    def standing_still(self) -> Iterator[None]:
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGCONT)


def make_peer(
    directory: Path, log: LogFolder, number: int = 1, host: str = HOST, *before: str
) -> PeerProcess:
    folder = PeerFolder(directory / f"peer{number}")
    key = SignerKey.generate(f"peer.example/p{number}", bytes([number + 50]) * 32)
    create_peer(folder, key, settings_text(host, 0, [log.verifier_key.read_text().strip()]))
    return PeerProcess(folder, key, host, before=before)


def name_peers(log: LogFolder, peers: Sequence[PeerProcess], quorum: int = 1) -> None:
    """Write the log's file of peers: `p1`, `p2` and so on."""
    lines = [
        f"peer p{number} {one.key.verifier().format()} {one.host}:{one.port}\n"
        for number, one in enumerate(peers, 1)
    ]
    log.peers.write_text("".join([*lines, f"quorum {quorum}\n"]))


@contextlib.contextmanager
def peers_of(log: LogFolder, count: int = 1, quorum: int = 1) -> Iterator[list[PeerProcess]]:
    """Peers that run, named in the log's file of peers."""
    peers = [make_peer(log.root.parent, log, number) for number in range(1, count + 1)]
    try:
        for one in peers:
            one.start()
        name_peers(log, peers, quorum)
        yield peers
    finally:
        for one in peers:
            one.kill()
