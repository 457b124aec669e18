"""Telegram for plbot."""
