package io.backupman.core.download;

/** Keeps the key that links are signed with, the same for all processes and over restarts. */
@FunctionalInterface
public interface SigningKeys {

  /** The key, 32 bytes; made when it is asked for first. */
  byte[] key();
}
