"""The door of another checkout, run by its own interpreter: `python -m bench.elsewhere ARRESTS`.

Knows: how to stand up the same city there, and how to say where its door is.
Must not know: who asks.

It says so in one line of JSON, and takes everything down when its input ends.
"""

from __future__ import annotations

import json
import sys

from bench.world import bench_world


def main(arrests: str) -> int:
    """Stand until the input ends."""
    with bench_world(int(arrests)) as world:
        said = [world.gateway.port, str(world.installation.pgpass)]
        sys.stdout.write(f"{json.dumps(said)}\n")
        sys.stdout.flush()
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
