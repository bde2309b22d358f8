"""Changes and stops: asked with before and after, checked, decided, printed; the list of a province; what must come back."""
