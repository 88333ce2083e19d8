"""The work: bookings, jobs, statuses and their workflow, appointments, technicians, emergencies."""
