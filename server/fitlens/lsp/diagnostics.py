"""Findings as the client's diagnostics: pulled where the client pulls, pushed elsewhere and for every notebook cell."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from lsprotocol import types

from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.positions import as_data
from fitlens.lsp.session import Snapshot
from fitlens.rules.model import Finding, Severity
from fitlens.rules.skl106 import IneffectiveHyperparameter
from fitlens.rules.skl113 import DefaultedHyperparameter

logger = logging.getLogger(__name__)

SOURCE = "fitlens"
_MOST = 500
_IDLE: Final = frozenset([IneffectiveHyperparameter.name, DefaultedHyperparameter.name])
_SEVERITY: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Support:
    """What the client's diagnostics may carry."""

    pull: bool
    version: bool
    related: bool
    data: bool
    tags: frozenset[types.DiagnosticTag]

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Support:
        """As announced. What pulled diagnostics may carry has been announced with the pushed ones for longest."""
        document = capabilities.text_document
        pushed = document.publish_diagnostics if document else None
        pulled = document.diagnostic if document else None
        return cls(
            pull=pulled is not None,
            version=bool(pushed and pushed.version_support),
            related=bool((pushed and pushed.related_information) or (pulled and pulled.related_information)),
            data=bool((pushed and pushed.data_support) or (pulled and pulled.data_support)),
            tags=frozenset(
                tag for each in (pushed, pulled) if each and each.tag_support for tag in each.tag_support.value_set
            ),
        )


def diagnostics(analysis: Analysis, support: Support) -> dict[str, list[types.Diagnostic]]:
    """The diagnostics of each of the client's documents that make up this one, by URI."""
    found: dict[str, list[types.Diagnostic]] = {text.uri: [] for text in analysis.snapshot.texts}
    for finding in analysis.findings[:_MOST]:
        place = analysis.places.place(finding.span)
        found[place.uri].append(_diagnostic(finding, place.range, analysis, support))
    return found


def _diagnostic(finding: Finding, range_: types.Range, analysis: Analysis, support: Support) -> types.Diagnostic:
    diagnostic = types.Diagnostic(
        range_,
        f"{finding.message}\n{finding.help}" if finding.help else finding.message,
        severity=types.DiagnosticSeverity.Hint if finding in analysis.known else _SEVERITY[finding.severity],
        code=finding.code,
        source=SOURCE,
    )
    if support.related and finding.related:
        diagnostic.related_information = []
        for related in finding.related:
            place = analysis.places.place(related.span)
            diagnostic.related_information.append(
                types.DiagnosticRelatedInformation(types.Location(place.uri, place.range), related.message)
            )
    tag = _tag(finding)
    if tag is not None and tag in support.tags:
        diagnostic.tags = [tag]
    if support.data and finding.fix is not None:
        fix = finding.fix
        edits = [(analysis.places.place(each.span), each.text) for each in fix.edits]
        diagnostic.data = {
            "name": finding.name,
            "fix": fix.title,
            "safe": fix.safe,
            "edits": [{"uri": place.uri, "range": as_data(place.range), "newText": text} for place, text in edits],
        }
    return diagnostic


def _tag(finding: Finding) -> types.DiagnosticTag | None:
    """How an editor draws it besides: struck for what is announced to go, faded for what does nothing."""
    if finding.name.startswith("deprecated-"):
        return types.DiagnosticTag.Deprecated
    return types.DiagnosticTag.Unnecessary if finding.name in _IDLE else None


class Publisher:
    """Pushes diagnostics of the documents that the client does not pull."""

    def __init__(self, ls: FitLensServer, support: Support) -> None:
        self._ls = ls
        self._support = support
        self._published: dict[str, dict[str, types.PublishDiagnosticsParams]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def renew(self, snapshot: Snapshot) -> None:
        """Publishes what is found in a new version, once it is analysed and if no newer one comes before."""
        if snapshot.notebook or not self._support.pull:
            task = asyncio.get_running_loop().create_task(self._publish(snapshot))
            # The loop itself keeps only weak references to tasks.
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def withdraw(self, snapshot: Snapshot) -> None:
        """Takes back what was published of a document that is closed."""
        for uri, published in self._published.pop(snapshot.uri, {}).items():
            if published.diagnostics:
                self._send(types.PublishDiagnosticsParams(uri, []))

    async def _publish(self, snapshot: Snapshot) -> None:
        try:
            analysis = await self._ls.analyst.analysis(snapshot)
            if analysis is None:
                return
            before = self._published.get(snapshot.uri, {})
            now = {
                uri: types.PublishDiagnosticsParams(
                    uri, found, version=snapshot.version(uri) if self._support.version else None
                )
                for uri, found in diagnostics(analysis, self._support).items()
            }
            self._published[snapshot.uri] = now
            for uri, params in now.items():
                # One edited cell leaves most others as they were.
                if not snapshot.notebook or before.get(uri) != params:
                    self._send(params)
            for uri in before.keys() - now.keys():
                self._send(types.PublishDiagnosticsParams(uri, []))
        except Exception:
            logger.exception("%s: diagnostics could not be published", snapshot.path)

    def _send(self, params: types.PublishDiagnosticsParams) -> None:
        self._ls.text_document_publish_diagnostics(params)


def register(ls: FitLensServer, support: Support) -> None:
    """Registers pulling, where the client pulls."""
    if not support.pull:
        return

    @ls.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier=SOURCE),
    )
    @quiet(types.RelatedFullDocumentDiagnosticReport(items=[]))
    async def pull(ls: FitLensServer, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        uri = params.text_document.uri
        # A cell's diagnostics are pushed: an edit in one changes those of others, for which no client asks.
        analysis = None if ls.session.is_cell(uri) else await ls.newest(uri)
        if analysis is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        result = str(analysis.snapshot.revision)
        if params.previous_result_id == result:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result)
        found = diagnostics(analysis, support)
        return types.RelatedFullDocumentDiagnosticReport(items=found.get(uri, []), result_id=result)
