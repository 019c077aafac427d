"""Measuring: predictions for the scorers, speed beside peers, accuracy on public corpora."""
