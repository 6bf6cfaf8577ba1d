package io.backupman.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The beginning of a request (RFC 9112). */
final class RequestHead {

  private RequestHead() {}

  /** On a line, where one request is sent; what the line is about goes before the given headers. */
  static String text(String method, Line line, Map<String, String> headers) {
    var all = new LinkedHashMap<String, String>();
    all.put("Host", line.target().authority());
    all.put("Connection", "close");
    var given = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    given.putAll(headers);
    all.keySet().forEach(given::remove);
    given.remove("Proxy-Authorization");
    line.seeingProxy()
        .flatMap(ProxyAddress::authorization)
        .ifPresent(value -> all.put("Proxy-Authorization", value));
    all.putAll(given);
    var where = line.seeingProxy().isPresent() ? line.target().absolute() : line.target().path();
    return text(method, where, all);
  }

  static String text(String method, String where, Map<String, String> headers) {
    var head = new StringBuilder(method).append(' ').append(where).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString();
  }
}
