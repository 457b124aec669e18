"""Content: read it, check it, show it. What the engine sees of it is `core.library`."""

from plbot.content.faults import ContentFaults, ContentMissing, Fault
from plbot.content.folder import find_content
from plbot.content.load import load

__all__ = ["ContentFaults", "ContentMissing", "Fault", "find_content", "load"]
