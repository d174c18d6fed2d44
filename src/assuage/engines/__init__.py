"""Where many like jobs run: this machine, or a cluster."""
