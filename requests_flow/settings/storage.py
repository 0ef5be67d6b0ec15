"""Where the files lie: folders that all machines share, or a bucket that speaks S3.

docs/decisions/0013-storage.md says what each holds, and how to move from one to the other.
"""

import os

# "" or "file": the folders VAULT_DIR and DOSSIER_DIR. "s3": the bucket below.
YISHEN_STORE = os.environ.get("YISHEN_STORE", "")
YISHEN_S3_ENDPOINT = os.environ.get("YISHEN_S3_ENDPOINT", "")
YISHEN_S3_BUCKET = os.environ.get("YISHEN_S3_BUCKET", "")
YISHEN_S3_REGION = os.environ.get("YISHEN_S3_REGION", "us-east-1")
YISHEN_S3_KEY = os.environ.get("YISHEN_S3_KEY", "")
YISHEN_S3_SECRET = os.environ.get("YISHEN_S3_SECRET", "")
# "path": https://endpoint/bucket/…  "virtual": https://bucket.endpoint/…
YISHEN_S3_STYLE = os.environ.get("YISHEN_S3_STYLE", "path")
# A file of authorities, where the endpoint's certificate is the office's own.
YISHEN_S3_CA = os.environ.get("YISHEN_S3_CA", "")
YISHEN_S3_TIMEOUT = float(os.environ.get("YISHEN_S3_TIMEOUT", "10") or 10)
