from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from ostiary.watch.detecting.running import judging
from ostiary.watch.detecting import travel, vague
from watch.events_world import arrow_of, folder_of, ms, DAY
from ostiary.watch.events.tables import REASONS

def classify(texts: Sequence[str]) -> pa.Table:
    return arrow_of([dict(reason=t, normal=t.lower(), strength="none", vague=t in ("inv",), placeholder=False) for t in texts], REASONS)

def test_x(tmp_path):
    rows=[dict(user="u1", at=ms("2025-06-02")+i*3600_000, reason="inv" if i%7 else "burglary", latitude=1.0*i, longitude=3.0) for i in range(40)]
    f=folder_of(tmp_path/"w", rows)
    with judging(f, classify) as j:
        print(sorted(j.tables.present))
        for d in (*vague.DETECTORS, *travel.DETECTORS):
            print(j.judge(d))
            for l in j.leads(d): print(l, d.sentence(l, d.limits))
    assert 0
