"""Pictures of figures, as SVG for screen and paper alike; each with its sentence and its table."""
