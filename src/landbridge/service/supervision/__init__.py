"""`landbridge up`: one command that owns PostgreSQL, the intake, the service and the workers."""
