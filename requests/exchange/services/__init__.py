"""Every write of intake and delivery. Pages, API and tasks call these and nothing else."""
