"""Staff in the middle of an interaction: the counter, a request, its close, the queue."""
