package io.backupman.api;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the API listens and whom it answers.
 *
 * @param host a host name or address of this machine; {@code 0.0.0.0} for all
 * @param port 0 to 65535; 0 takes any that is free
 * @param appUrl where clients reach it, for links
 * @param keys who may ask
 * @param publicMetrics whether metrics need no key
 * @param limits what it puts up with
 */
public record ApiSettings(
    String host,
    int port,
    Optional<URI> appUrl,
    ApiKeys keys,
    boolean publicMetrics,
    Limits limits) {

  /** Settings with the usual limits. */
  public static ApiSettings of(
      String host, int port, Optional<URI> appUrl, ApiKeys keys, boolean publicMetrics) {
    return new ApiSettings(host, port, appUrl, keys, publicMetrics, Limits.USUAL);
  }

  /**
   * What one server puts up with, and for how long.
   *
   * @param bodyBytes how large the body of a request may be, in bytes
   * @param connections how many connections may be open
   * @param requests how many requests may be answered at the same time; others get 503
   * @param silence how long a connection may be silent; with requests or between them
   * @param request how long a request may take from its first line to the end of its answer
   * @param grace how long a stop waits for requests that are being answered
   */
  public record Limits(
      long bodyBytes,
      int connections,
      int requests,
      Duration silence,
      Duration request,
      Duration grace) {

    /** 1 MiB, 1024 connections, 256 requests, 30 s, 60 s, 10 s. */
    public static final Limits USUAL =
        new Limits(
            1 << 20,
            1024,
            256,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10));
  }
}
