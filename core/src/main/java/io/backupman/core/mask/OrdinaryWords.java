package io.backupman.core.mask;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words that stand in messages whatever the secrets are: to hide one of them, because somebody made
 * it a password too, would garble every message and give the password away by that. Immutable, safe
 * for use by several threads.
 */
final class OrdinaryWords {
  /** Words of messages, and the usual names of accounts, databases and hosts. */
  private static final Set<String> USUAL =
      Set.of(
          """
          access account admin administrator answer attempt backup backupman backups before bucket
          client connection copy data database default delivered delivery demo denied destination
          drive dump error example failed failure false file finished folder gzip guest host http
          https label local localhost mail mariadb message missing mysql name none notifier null
          password passwd path pending port postgres postgresql production provider public refused
          report reports restore root sample schedule secret server service shop source sqlite
          started status storage table test time timeout token true unknown upload user username
          verified warning webhook
          """
              .strip()
              .split("\\s+"));

  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
  private static final Pattern WORD = Pattern.compile("\\p{L}{1,16}\\d{0,4}");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\d]+");

  /** Knows the usual words only. */
  static final OrdinaryWords USUAL_ONLY = new OrdinaryWords(USUAL);

  private final Set<String> words;

  private OrdinaryWords(Set<String> words) {
    this.words = words;
  }

  /** These words, and those of texts that are shown anyway, such as labels and user names. */
  OrdinaryWords and(Collection<String> shown) {
    var more = new HashSet<>(words);
    for (var text : shown) {
      more.add(text.toLowerCase(Locale.ROOT));
      BETWEEN_WORDS.splitAsStream(text.toLowerCase(Locale.ROOT)).forEach(more::add);
    }
    return new OrdinaryWords(more);
  }

  /** Whether a secret cannot be told from what stands in messages anyway. */
  boolean contain(String secret) {
    return NUMBER.matcher(secret).matches()
        || (WORD.matcher(secret).matches() && words.contains(secret.toLowerCase(Locale.ROOT)));
  }
}
