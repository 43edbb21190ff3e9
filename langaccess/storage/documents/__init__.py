"""Documents to be translated: requests, jobs, deliveries, what is published."""
