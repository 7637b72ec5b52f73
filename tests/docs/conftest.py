"""A bucket to publish to."""

from s3_bucket import bucket

__all__ = ["bucket"]
