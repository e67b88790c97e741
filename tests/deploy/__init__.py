"""What `deploy/` holds: judged by the programs that read it, and compared with the code whose limits it repeats."""
