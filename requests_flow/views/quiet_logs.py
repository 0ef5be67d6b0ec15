"""What is logged and mailed about an error: where it was, and nothing of what people typed.

Named in settings; loaded before any model is.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable
from types import FrameType
from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from requests_flow.rules.applicants import without_numbers

# PostgreSQL tells the whole row that it refuses.
_DETAIL = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
_META = {"REQUEST_METHOD", "PATH_INFO", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "CONTENT_TYPE"}
_QUERY = re.compile(r"\?[^\s\"'<]*")


def quiet(text: str) -> str:
    """`text` without numbers that look private, and without the rows of the database."""
    return without_numbers(_DETAIL.sub(r"\1: …", text))


class WithoutNumbers(logging.Filter):
    """Masks what looks like the number of an identity card or a mobile phone in every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let every one pass."""
        if record.name == "django.server":  # the one logger that logs an address with its query
            record.args = _args_without_query(record.args)
        record.msg, record.args = quiet(record.getMessage()), None
        if record.exc_info and record.exc_info[0] and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        if record.exc_text:
            record.exc_text = quiet(record.exc_text)
        return True


class QuietFilter(SafeExceptionReporterFilter):
    """Outside of debugging nothing of the request but its address, and no variables."""

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        """Which fields were sent, not what was in them."""
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        try:
            names = list(request.POST)
        except Exception:  # the body could not be read: that may be the error itself
            names = []
        return dict.fromkeys(names, self.cleansed_substitute)

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        """Neither the query nor where they came from: both may carry what was searched for."""
        meta = super().get_safe_request_meta(request)
        if request is None or not self.is_active(request):
            return meta
        return {name: value for name, value in meta.items() if name in _META}

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        """Their names."""
        cookies = super().get_safe_cookies(request)
        if request is None or not self.is_active(request):
            return cookies
        return dict.fromkeys(cookies, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> Iterable[tuple[str, Any]]:
        """None: a form, an applicant, a letter's words would be among them."""
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return ()


class QuietReporter(ExceptionReporter):
    """The report of Django without the query, and quiet all over."""

    def get_traceback_data(self) -> dict[str, Any]:
        """As always, less what was searched for and the names of the files that were sent."""
        data = super().get_traceback_data()
        if not self.filter.is_active(self.request):
            return data
        if self.request is not None:
            data["request_GET_items"] = [(name, "…") for name in self.request.GET]
            data["request_FILES_items"] = QueryDict().items()
            data["request_insecure_uri"] = data["request_insecure_uri"].partition("?")[0]
        return data

    def get_traceback_text(self) -> str:
        """The mail."""
        return quiet(super().get_traceback_text())

    def get_traceback_html(self) -> str:
        """The mail as a page, or the page of the debugger."""
        return quiet(super().get_traceback_html())


def _args_without_query(args: Any) -> Any:
    if not isinstance(args, tuple):
        return args
    return tuple(_QUERY.sub("?…", arg) if isinstance(arg, str) else arg for arg in args)
