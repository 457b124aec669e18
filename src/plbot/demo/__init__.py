"""The demo: a sample class with history, a guided tour, and a seat for you. All of it walks through the real engine."""
