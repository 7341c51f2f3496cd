"""Starts the probe's programs in an interpreter that has scikit-learn, such that sums come out the same everywhere."""

from __future__ import annotations

import os
from pathlib import Path

from fitlens.catalog.store import DATA, CatalogError

_PROGRAM = """
import sys, types
# The package under its name, without making what is installed beside it importable.
package = types.ModuleType("fitlens")
package.__path__ = [sys.argv[1]]
sys.modules["fitlens"] = package
from fitlens.catalog.build.probe.{module} import main
main()
"""

_NOT_EVERYWHERE = ("AVX512F", "AVX512CD", "AVX512_SKX", "AVX512_CLX", "AVX512_CNL", "AVX512_ICL", "AVX512_SPR")
"""Instructions that numpy would use where a processor has them."""


def command_for(python: str, module: str) -> list[str]:
    """The command line that runs `main` of a module of the probe."""
    return [python, "-c", _PROGRAM.format(module=module), str(Path(DATA).parent.parent)]


def environment() -> dict[str, str]:
    """The variables of its process: one thread, and what every processor of today can do."""
    return {
        **os.environ,
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "Agg",
        **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": " ".join(_NOT_EVERYWHERE),
        # What is read where nothing was written is the same every time, and nothing that could be taken for a result.
        "MALLOC_PERTURB_": "85",
    }


def failure(option: str, complaints: str, verb: str) -> CatalogError:
    """What to tell the user when the program died, from what it wrote to standard error."""
    last = (complaints.strip().splitlines() or ["it said nothing"])[-1]
    # joblib comes with scikit-learn, and is imported first.
    if "No module named 'sklearn'" in last or "No module named 'joblib'" in last:
        return CatalogError(f"{option}: has no scikit-learn; install it there or name another interpreter")
    return CatalogError(f"{option}: {verb}: {last}")
