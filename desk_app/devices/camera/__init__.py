"""The camera at the window: found, opened, watched for faults, released."""
