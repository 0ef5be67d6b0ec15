"""Deletes what happened at the door longer ago than it must be kept, and sessions that are over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_flow.actions.act import Act
from requests_flow.actions.sign_ins import clear_events
from requests_flow.units.session_store import SessionStore


class Command(BaseCommand):
    help = "Delete events at the door whose time is over, and sessions that are over. Every night."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many events."""
        SessionStore.clear_expired()
        gone = clear_events(Act(by=None, at=timezone.now()))
        self.stdout.write(f"{gone} events at the door deleted.")
