"""A Django application with the models of models.ts, and what answers questions about it."""
