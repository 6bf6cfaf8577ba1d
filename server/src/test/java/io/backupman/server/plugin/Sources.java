package io.backupman.server.plugin;

/** Java sources of plugins for the tests. */
public final class Sources {
  /** The end of a {@code send} that has done its work. */
  static final String TAKEN = "return Receipt.taken();";

  private Sources() {}

  /** This code where it may throw anything. */
  static String trying(String code) {
    return "try { " + code + " } catch (Throwable e) { throw new IllegalStateException(e); } ";
  }

  /** A provider with these members besides a {@code create} that fails. */
  public static String provider(String inPackage, String name, String members) {
    return """
        package %s;
        import io.backupman.notifier.spi.*;
        import java.util.*;
        public class %s implements NotifierProvider {
          %s
          public Notifier create(NotifierSettings settings, NotifierContext context) {
            throw new UnsupportedOperationException("not made");
          }
        }
        """
        .formatted(inPackage, name, members);
  }

  /** The member {@code type()}. */
  public static String type(String type) {
    return "public String type() { return \"" + type + "\"; }";
  }

  /** A provider of type {@code good} whose notifier runs this code in {@code send}. */
  public static String sending(String inPackage, String send) {
    return notifier(
        inPackage,
        """
        public List<Destination> destinations() { return List.of(Destination.of("one")); }
        public Receipt send(Notification n, Destination d)
            throws NotificationException, InterruptedException {
          %s
        }
        """
            .formatted(send));
  }

  /** A provider of type {@code good} whose notifier has these members. */
  public static String notifier(String inPackage, String members) {
    return """
        package %s;
        import io.backupman.notifier.spi.*;
        import java.util.*;
        public class Provider implements NotifierProvider {
          public String type() { return "good"; }
          public Notifier create(NotifierSettings settings, NotifierContext context) {
            return new Notifier() {
              %s
            };
          }
        }
        """
        .formatted(inPackage, members);
  }
}
