"""Gives papers to the browser: shown in it as PDF, never kept by it."""

from __future__ import annotations

from flask import Response, request

from core.billing.papers.printing import Paper, pdf

# Browsers show a PDF in a viewer of their own, which a stricter policy would lock out.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def paper_given(paper: Paper) -> Response:
    """The paper, to look at, or to save with `?save=1`. Its name holds numbers and days only."""
    how = "attachment" if request.args.get("save") else "inline"
    answer = Response(pdf(paper), mimetype="application/pdf", headers=HEADERS)
    answer.headers["Content-Disposition"] = f'{how}; filename="{paper.name}"'
    return answer
