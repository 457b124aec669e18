"""Slack for plbot."""
