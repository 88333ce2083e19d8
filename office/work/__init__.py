"""Pages of the office: estimates, equipment, photos and the workflow of jobs."""
