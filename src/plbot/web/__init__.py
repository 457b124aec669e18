"""`plbot serve`: the platforms that are configured, side by side on one loop, and one HTTP server for all of them."""
