"""The objects of the JSON format, one a line, to be read one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.json import records
from fitlens.check.report.paint import Paint


def render(report: Report, paint: Paint) -> Iterator[str]:
    """A JSON object a line; nothing where nothing was found."""
    del paint
    for record in records(report):
        yield json.dumps(record)
