"""Whether a request is Slack's own: signed with one of our secrets, and not long ago."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence

from plbot_slack.limits import SIGNED_SECONDS

_DIGITS = 12  # of a moment in seconds: a longer number is nobody's clock


def is_slacks(body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: float) -> bool:
    """Check it. Whatever the headers hold, it never raises, and takes as long whichever secret fits."""
    stamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "").encode(errors="replace")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= _DIGITS):
        return False
    fits = [hmac.compare_digest(signed(body, stamp, secret).encode(), signature) for secret in secrets]
    return any(fits) and abs(now - int(stamp)) <= SIGNED_SECONDS


def signed(body: bytes, stamp: str, secret: str) -> str:
    """The signature that Slack sends along."""
    text = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
