package io.backupman.api.problem;

import io.helidon.http.Status;

/** Sentences for the statuses that Helidon answers by itself, whose own texts show the inside. */
final class HttpErrors {
  private HttpErrors() {}

  static String of(Status status) {
    return switch (status.code()) {
      case 400 ->
          "The request is not valid HTTP/1.1: its first line, a header or its body is malformed.";
      case 404 -> "There is nothing at this address.";
      case 408 -> "The request took too long to arrive.";
      case 413 -> "The body of the request is larger than this server takes.";
      case 414 -> "The address of the request is too long.";
      case 431 -> "The headers of the request are too large.";
      case 501 ->
          "The body of the request is encoded in a way that is not known here; send it as it is, or in"
              + " chunks.";
      case 503 -> "Too many requests are being answered at the moment; try again in a second.";
      case 505 ->
          "Only HTTP/1.1 is spoken here, and the request is of another version. Of nginx, that is a"
              + " setting: proxy_http_version 1.1;";
      default -> "The request was refused: " + status.reasonPhrase() + ".";
    };
  }
}
