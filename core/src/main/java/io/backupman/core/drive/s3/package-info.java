/** Drives that are buckets of S3, or of what speaks its protocol. */
@NullMarked
package io.backupman.core.drive.s3;

import org.jspecify.annotations.NullMarked;
