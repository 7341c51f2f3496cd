"""`fitlens/analysed`: tells a client that shows it what came of each analysis, and by which scikit-learn it was judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer

METHOD = "fitlens/analysed"


def teller(ls: FitLensServer) -> Callable[[Analysis, float], None]:
    """What is done, on the event loop, with each analysis and the seconds that it took."""

    def tell(analysis: Analysis, seconds: float) -> None:
        if not ls.is_shut_down:
            ls.protocol.notify(METHOD, _told(analysis, seconds))

    return tell


def _told(analysis: Analysis, seconds: float) -> dict[str, object]:
    choice = analysis.knowledge.choice
    grave = Counter(each.severity for each in analysis.findings if each not in analysis.known)
    return {
        "uri": analysis.snapshot.uri,
        "versions": {text.uri: text.version for text in analysis.snapshot.texts},
        "milliseconds": round(1000 * seconds, 1),
        "complete": analysis.facts.complete,
        "findings": {severity: grave[severity] for severity in ("error", "warning", "info")},
        "scikitLearn": {
            "version": choice.version,
            "judgedBy": choice.catalog.version,
            "source": choice.source,
            "reason": choice.reason,
            "problems": list(choice.problems),
        },
    }
