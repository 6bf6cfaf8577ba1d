package io.backupman.api.request;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;

/** What a request says of the version that its client has or wants (RFC 9110, section 13). */
public final class EntityTags {
  private final ServerRequest request;
  private final String current;

  /**
   * Reads the headers of a request.
   *
   * @param current its strong entity tag as it is now, with its quotes
   */
  public EntityTags(ServerRequest request, String current) {
    this.request = request;
    this.current = current;
  }

  /** Whether the client wants another version than the current one: 412. */
  public boolean isAnother() {
    return has(HeaderNames.IF_MATCH) && !isAmong(HeaderNames.IF_MATCH, false);
  }

  /** Whether the client has the current version already: 304. */
  public boolean isKnown() {
    return has(HeaderNames.IF_NONE_MATCH) && isAmong(HeaderNames.IF_NONE_MATCH, true);
  }

  /** Whether a part may be sent: the client either did not ask or has the rest of this version. */
  public boolean mayBePart() {
    return !has(HeaderNames.IF_RANGE) || value(HeaderNames.IF_RANGE).strip().equals(current);
  }

  private boolean has(HeaderName name) {
    return request.headers().contains(name);
  }

  private String value(HeaderName name) {
    return String.join(",", request.headers().get(name).allValues());
  }

  private boolean isAmong(HeaderName name, boolean weak) {
    return Arrays.stream(value(name).split(","))
        .map(String::strip)
        .map(tag -> weak && tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(current));
  }
}
