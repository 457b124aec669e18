"""The admin page: what `plbot doctor` finds, and how each platform is at this moment."""

from collections.abc import Mapping
from pathlib import Path

from plbot.core.calendar import local
from plbot.desk import Desk
from plbot.doctor import Finding, State, examine_school
from plbot.web.opening import rendered
from plbot.web.status import Status


class AdminPage:
    """The page of one running plbot, written anew each time it is opened."""

    def __init__(self, desk: Desk, status: Status, folder: Path, content: Path | None) -> None:
        self._desk = desk
        self._status = status
        self._folder = folder
        self._content = content

    async def __call__(self) -> str:
        findings = [*self._platforms(), *await examine_school(self._folder, self._content)]
        moment = local(self._desk.clock.now(), self._desk.zone)
        return rendered("admin", moment=f"{moment:%Y-%m-%d %H:%M}", findings=findings)

    def _platforms(self) -> list[Finding]:
        return [
            Finding(name, _STATE[health.state], health.why or health.state)
            for name, health in self._status.adapters().items()
        ]


_STATE: Mapping[str, State] = {"ready": "green", "starting": "yellow", "waiting": "yellow", "stopped": "red"}
