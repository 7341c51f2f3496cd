"""Random messages, right and wrong: each is answered or refused, the server lives, and its texts are the client's.

The same ones in every run, unless told otherwise. Others, and for longer:

    FITLENS_FUZZ_SECONDS=1200 FITLENS_FUZZ_SEED=$RANDOM pytest tests/lsp/test_fuzz.py -s
"""

import os
import time
from pathlib import Path

from tests.lsp.fuzzing import session

SECONDS = float(os.environ.get("FITLENS_FUZZ_SECONDS", "60"))
FIRST = int(os.environ.get("FITLENS_FUZZ_SEED", "1"))


def test_whatever_a_client_sends(tmp_path: Path):
    end = time.monotonic() + SECONDS
    seed = FIRST
    while seed == FIRST or time.monotonic() < end:
        print(f"FITLENS_FUZZ_SEED={seed}", flush=True)
        session(seed, tmp_path, steps=600)
        seed += 1
