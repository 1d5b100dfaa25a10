"""An empty Django application that random models are put into."""
