package io.backupman.api;

/**
 * Which program this is.
 *
 * @param version such as {@code 1.2.0}
 * @param commitSha the commit that it was built from; may be empty
 * @param buildDate when it was built; may be empty
 */
public record Build(String version, String commitSha, String buildDate) {}
