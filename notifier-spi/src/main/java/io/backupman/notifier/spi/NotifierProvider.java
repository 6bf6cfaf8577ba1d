package io.backupman.notifier.spi;

/**
 * Makes notifiers of one type. The host loads providers with {@link java.util.ServiceLoader}, so an
 * implementation is public and has a public constructor without parameters.
 *
 * <p>One instance serves for the life of the plugin; it must be safe for use by several threads.
 */
public interface NotifierProvider {

  /**
   * The type that {@code notifiers.<name>.type} in {@code config.yml} chooses, such as {@code
   * ntfy}. It matches {@code [a-z][a-z0-9_-]{0,63}}, never changes, and is not the type of another
   * provider: the host refuses a plugin that names a type which is taken.
   */
  String type();

  /**
   * Makes a notifier from its section of the configuration. Called once for each enabled notifier
   * of this type at start, at each reload, and when a configuration is only checked: it must not
   * send anything, open connections, or start threads. Those belong to the first {@link
   * Notifier#send}, and so does what starts threads by itself when it is made, such as a {@code
   * java.net.http.HttpClient}; {@link NotifierContext#http} starts none.
   *
   * <p>Problems in the settings are reported with {@link NotifierSettings#reject} rather than
   * thrown, so that a user sees all of them at once. If any was reported, the notifier returned
   * here, or an exception thrown after it, is ignored. An exception without a reported problem
   * means that the plugin itself is broken.
   *
   * @param settings this notifier's own section; every key that is not read is reported to the user
   *     as unknown
   * @param context what the host tells about itself
   */
  Notifier create(NotifierSettings settings, NotifierContext context);
}
