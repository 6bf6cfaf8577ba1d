package io.backupman.core.download;

import java.time.Instant;
import java.util.UUID;

/**
 * What a link to a copy is made of; for that copy alone, and for a while.
 *
 * @param driveFileId the copy
 * @param expiresAt until when it is good, whole seconds
 * @param signature proves that it was made here
 */
public record Link(UUID driveFileId, Instant expiresAt, String signature) {}
