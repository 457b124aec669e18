"""The safety screen: whether a text that a student wrote holds a sign of danger. Pure; the phrases are data (`plbot/safety/*.txt`)."""
