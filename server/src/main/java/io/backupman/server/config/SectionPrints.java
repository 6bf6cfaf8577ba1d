package io.backupman.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.config.Config;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the sections of a file were, told by a digest each: enough to see which have changed, and no
 * secret to keep.
 *
 * @param digests by the section's name
 */
record SectionPrints(Map<String, String> digests) {

  SectionPrints {
    digests = Map.copyOf(digests);
  }

  static SectionPrints of(Config root) {
    var digests = new TreeMap<String, String>();
    for (var section : root.asNodeList().orElse(List.of())) {
      var values = new TreeMap<>(section.detach().asMap().orElse(Map.of()));
      digests.put(section.key().name(), digest(values.toString()));
    }
    return new SectionPrints(digests);
  }

  /** The names of the sections that are others there, but for those that may change, sorted. */
  List<String> changed(SectionPrints newer, List<String> mayChange) {
    var names = new TreeSet<>(digests.keySet());
    names.addAll(newer.digests.keySet());
    return names.stream()
        .filter(name -> !mayChange.contains(name))
        .filter(name -> !Objects.equals(digests.get(name), newer.digests.get(name)))
        .toList();
  }

  private static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256.", e);
    }
  }
}
