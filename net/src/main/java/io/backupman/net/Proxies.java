package io.backupman.net;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which proxy leads where. What goes to this machine never takes one. Immutable.
 *
 * @param http for plain HTTP
 * @param https for HTTPS
 * @param none what takes none
 */
record Proxies(Optional<ProxyAddress> http, Optional<ProxyAddress> https, NoProxy none) {

  /**
   * What is configured, else what the environment says.
   *
   * @param environment {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} count, each
   *     also in lower case, which goes first
   * @throws IllegalArgumentException with a sentence if the environment's make no sense
   */
  static Proxies of(ProxySettings settings, Map<String, String> environment) {
    var none = settings.noProxy().or(() -> find(environment, "NO_PROXY")).orElse("");
    var configured = settings.proxy();
    return new Proxies(
        settings.direct()
            ? Optional.empty()
            : configured.or(() -> parse(environment, "HTTP_PROXY")),
        settings.direct()
            ? Optional.empty()
            : configured.or(() -> parse(environment, "HTTPS_PROXY")),
        NoProxy.parse(none));
  }

  Optional<ProxyAddress> to(Target target) {
    var proxy = target.secure() ? https : http;
    return proxy.filter(there -> !NoProxy.isThisMachine(target.host()) && !none.exempts(target));
  }

  List<String> secrets() {
    return Stream.of(http, https)
        .flatMap(Optional::stream)
        .flatMap(proxy -> proxy.secrets().stream())
        .distinct()
        .toList();
  }

  private static Optional<ProxyAddress> parse(Map<String, String> environment, String name) {
    try {
      return find(environment, name).map(ProxyAddress::parse);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "The environment variable " + name + " " + wrong.getMessage() + ".", wrong);
    }
  }

  private static Optional<String> find(Map<String, String> environment, String name) {
    return Stream.of(name.toLowerCase(Locale.ROOT), name)
        .map(environment::get)
        .filter(Objects::nonNull)
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
