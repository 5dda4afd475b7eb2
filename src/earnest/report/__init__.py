"""Reports: each is a function of a run, and of nothing else."""
