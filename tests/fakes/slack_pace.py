"""How fast Slack lets an app call: https://docs.slack.dev/apis/web-api/rate-limits."""

from collections import defaultdict, deque
from math import ceil

from tests.fakes.slack_clock import Clock

MINUTE = 60.0
POSTS_A_SECOND = 1  # chat.postMessage: one message a second a channel; short bursts are borrowed time, so none here
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}  # calls a minute, an app and workspace
TIER_OF = {
    "apps.connections.open": 1,
    "users.list": 2, "conversations.list": 2,
    "chat.update": 3, "chat.delete": 3, "conversations.open": 3, "conversations.info": 3, "conversations.join": 3,
    "conversations.history": 3, "conversations.replies": 3, "reactions.add": 3, "team.info": 3, "bots.info": 3,
    "files.info": 4, "chat.postEphemeral": 4, "users.info": 4, "views.open": 4, "views.push": 4, "views.update": 4,
    "views.publish": 4, "files.getUploadURLExternal": 4, "files.completeUploadExternal": 4, "conversations.members": 4,
}  # fmt: skip


class Pace:
    """Counts calls in sliding windows and says how long to wait where there were too many."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def wait_for(self, method: str, channel: str) -> int:
        """0 when the call may pass now (it is counted then); otherwise whole seconds to wait."""
        if method == "chat.postMessage":
            return self._count(f"{method} {channel}", POSTS_A_SECOND, 1.0)
        tier = TIER_OF.get(method)
        return self._count(method, TIERS[tier], MINUTE) if tier else 0

    def _count(self, key: str, most: int, window: float) -> int:
        now, calls = self._clock.now(), self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            return max(1, ceil(calls[0] + window - now))
        calls.append(now)
        return 0
