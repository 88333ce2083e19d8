"""The trade: customers, jobs, messages and alerts. It knows no vendor, no web and no queue."""
