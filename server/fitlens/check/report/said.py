"""What is said of a finding where nothing but words can be shown."""

from __future__ import annotations

from fitlens.check.report.line import one_line
from fitlens.check.report.place import within
from fitlens.rules.model import Finding
from fitlens.source.document import Document


def message(document: Document, finding: Finding) -> str:
    """What is wrong, in one line; in a notebook, whose places such formats cannot name, behind the place."""
    where = f"{within(document, finding.span)}: " if document.kind == "notebook" else ""
    return one_line(f"{where}{finding.message}")


def advice(finding: Finding) -> str:
    """What to do, in one line; empty where nothing more than the message is known."""
    if finding.help or finding.fix is None:
        return one_line(finding.help)
    title = one_line(finding.fix.title)
    return title[:1].lower() + title[1:]  # it begins like a menu's entry, this like the other advice


def advised(document: Document, finding: Finding) -> str:
    """The message, and the advice on a line of its own below."""
    help_ = advice(finding)
    return message(document, finding) + (f"\nhelp: {help_}" if help_ else "")
