package io.backupman.core.source;

import java.nio.file.Path;

/**
 * A whole dump.
 *
 * @param file where it is, absolute
 * @param sizeBytes its size as it lies there, compressed
 * @param sha256 the SHA-256 of the same bytes, in hexadecimal
 */
public record Dump(Path file, long sizeBytes, String sha256) {}
