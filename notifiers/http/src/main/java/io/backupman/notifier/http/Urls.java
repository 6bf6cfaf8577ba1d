package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;

/** Makes further URLs out of the one that is configured, and shows one. */
public final class Urls {
  private Urls() {}

  /** The URL with one more parameter in its query. */
  public static URI with(URI url, String name, String value) {
    var text = url.toString().replaceFirst("#.*", "");
    var start = url.getRawQuery() == null ? "?" : "&";
    return URI.create(text + start + name + "=" + URLEncoder.encode(value, UTF_8));
  }

  /** What lies at a path below the URL, whose own query does not count. */
  public static URI below(URI url, String path) {
    var folder = url.getRawPath().replaceFirst("/+$", "");
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + folder + "/" + path);
  }

  /** The URL without user, query and fragment. */
  static String shown(URI url) {
    var authority = url.getRawAuthority();
    if (authority == null) {
      return url.getRawPath() == null ? "" : url.getRawPath();
    }
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    return url.getScheme() + "://" + host + url.getRawPath();
  }
}
