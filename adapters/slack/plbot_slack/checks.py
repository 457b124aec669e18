"""What is amiss between us and Slack, each with how to mend it. Looks only."""

import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

from plbot_slack.limits import APP_SCOPE, SCOPES, SKEW_SECONDS
from plbot_slack.outcomes import remedy
from plbot_slack.transport import LostError, RefusedError, Web

_UNREACHED = "Slack cannot be asked ({}). Check this machine's way to the internet and PLBOT_SLACK_API."
_LACKS = (
    "The Slack app lacks permissions: {}. Paste adapters/slack/manifest.yaml into its page (App Manifest), "
    "then reinstall it there (Install App)."
)
_SKEWED = "This machine's clock is {} seconds off Slack's. Set it by the network's time: Slack's requests are refused otherwise."
_NO_LINE = (
    "Slack opens no Socket Mode line ({}). Turn Socket Mode on in the app's page, and make the app-level token with the "
    "permission " + APP_SCOPE + "."
)


async def checks(web: Web, app_token: str, clock: Callable[[], float] = time.time) -> list[str]:
    """Ask Slack who we are, what we may, what time it is, and (with a token for it) whether a line opens."""
    try:
        answer = await web.call("auth.test", {})
    except (RefusedError, LostError) as error:
        return [_amiss(error)]
    found = [*_scopes(answer.headers), *_skew(answer.headers, clock())]
    return found + (await _line(web, app_token) if app_token else [])


def _amiss(error: RefusedError | LostError) -> str:
    code = error.code if isinstance(error, RefusedError) else ""
    return remedy(code) or _UNREACHED.format(str(error))


def _scopes(headers: Mapping[str, str]) -> list[str]:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    lacking = [scope for scope in SCOPES if scope not in granted]
    return [_LACKS.format(", ".join(lacking))] if lacking and granted != {""} else []


def _skew(headers: Mapping[str, str], now: float) -> list[str]:
    try:
        off = round(now - parsedate_to_datetime(headers.get("Date", "")).timestamp())
    except (ValueError, TypeError):
        return []
    return [_SKEWED.format(abs(off))] if abs(off) > SKEW_SECONDS else []


async def _line(web: Web, app_token: str) -> list[str]:
    try:
        await web.call("apps.connections.open", {}, token=app_token)
    except RefusedError as error:
        return [_NO_LINE.format(error.code)]
    except LostError as error:
        return [_amiss(error)]
    return []
