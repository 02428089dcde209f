"""Every write to a case file. Pages, API, admin and tasks call these and nothing else."""
