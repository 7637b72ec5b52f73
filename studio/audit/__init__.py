"""Script → audit: how the episode's pillars and marks are spread over its speaking time, against its targets."""

from studio.audit.measure import Audit, KindAudit, PillarAudit, Stretch, audit_script
from studio.audit.page import as_html
from studio.audit.report import as_json, as_markdown, as_text

__all__ = [
    "Audit",
    "KindAudit",
    "PillarAudit",
    "Stretch",
    "as_html",
    "as_json",
    "as_markdown",
    "as_text",
    "audit_script",
]
