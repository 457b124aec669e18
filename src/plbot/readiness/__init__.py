"""Readiness away from the conversation: replay a log of answers, refit the model, compare it with the usual rules."""
