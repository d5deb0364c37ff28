"""Reports made in the background: jobs, the worker, downloads."""
