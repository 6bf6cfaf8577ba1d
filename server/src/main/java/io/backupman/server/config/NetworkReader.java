package io.backupman.server.config;

import io.backupman.net.Network;
import io.backupman.net.ProxyAddress;
import io.backupman.net.ProxySettings;
import io.backupman.server.config.problem.Problems;
import io.backupman.server.config.section.SecretFile;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.util.Map;
import java.util.Optional;

/** Reads {@code network}, which the environment completes. */
final class NetworkReader {
  private static final String PROXY = "proxy";
  private static final String PROXY_FILE = "proxy_file";
  private static final String NO_PROXY = "no_proxy";
  private static final String CA_FILE = "ca_file";

  /** In the place of a proxy: none, whatever the environment says. */
  private static final String NONE = "none";

  private NetworkReader() {}

  /** The network that is configured; problems are noted. */
  static Network read(Section root, Map<String, String> env, Problems problems) {
    var section = root.section("network");
    var settings = section.map(NetworkReader::proxies).orElse(ProxySettings.DEFAULT);
    var network = network(settings, env, problems);
    network.secrets().forEach(root::remember);
    return section.map(s -> trusting(network, s)).orElse(network);
  }

  private static Network network(
      ProxySettings settings, Map<String, String> env, Problems problems) {
    try {
      return Network.of(settings, env);
    } catch (IllegalArgumentException wrong) {
      problems.add("network", String.valueOf(wrong.getMessage()));
      return Network.DIRECT;
    }
  }

  private static ProxySettings proxies(Section section) {
    var text = proxy(section).map(String::strip);
    var noProxy = section.texts(NO_PROXY).values();
    return new ProxySettings(
        text.filter(proxy -> !proxy.equals(NONE)).flatMap(proxy -> address(section, proxy)),
        text.filter(NONE::equals).isPresent(),
        noProxy.isEmpty() ? Optional.empty() : Optional.of(String.join(",", noProxy)));
  }

  /** Not a secret as a whole: host and port are told where it fails. */
  private static Optional<String> proxy(Section section) {
    var value = section.find(PROXY);
    var file = section.find(PROXY_FILE);
    if (value.isPresent() && file.isPresent()) {
      section.reject(PROXY_FILE, "stands beside " + PROXY + "; keep one of them");
    }
    return value.or(
        () ->
            file.flatMap(
                name ->
                    SecretFile.firstLine(name, problem -> section.reject(PROXY_FILE, problem))));
  }

  private static Optional<ProxyAddress> address(Section section, String text) {
    try {
      return Optional.of(ProxyAddress.parse(text));
    } catch (IllegalArgumentException wrong) {
      section.reject(section.has(PROXY) ? PROXY : PROXY_FILE, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  /** The network of a section that may name a file of further authorities. */
  static Network trusting(Network network, Section section) {
    var file = TypedValues.path(section, CA_FILE);
    try {
      return file.map(network::trusting).orElse(network);
    } catch (IllegalArgumentException wrong) {
      section.reject(CA_FILE, String.valueOf(wrong.getMessage()));
      return network;
    }
  }
}
