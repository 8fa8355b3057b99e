"""What is remembered of customers who agreed to it, from call to call."""
