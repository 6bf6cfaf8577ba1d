package io.backupman.api.wire;

import java.time.Instant;

/** A signed link. */
public record LinkJson(String url, Instant expiresAt) {}
