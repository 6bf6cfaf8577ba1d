package io.backupman.core.download;

import io.backupman.core.drive.StoredCopy;

/**
 * A copy that can be downloaded.
 *
 * @param name what the file is called, in letters that every client takes
 * @param tag changes whenever the bytes do; letters, digits and dashes
 * @param copy the bytes
 */
public record Download(String name, String tag, StoredCopy copy) {}
