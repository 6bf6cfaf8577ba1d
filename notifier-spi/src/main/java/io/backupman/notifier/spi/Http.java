package io.backupman.notifier.spi;

/**
 * Sends HTTP requests as the host does for its own channels and drives: through the proxy that is
 * configured, trusting the authorities that are, to each address of a host name in turn. A channel
 * that sends with it needs no HTTP library, and works in every network that Backupman works in.
 *
 * <p>One attempt is made; redirects are not followed. A status that has come counts, whatever
 * becomes of the rest of the answer. Safe for use by several threads.
 */
public interface Http {

  /**
   * Sends a request and waits for its answer, whatever its status.
   *
   * @throws NotificationException if no status came from the receiver, with a sentence that says
   *     who is to blame: to be tried again if the request did not get there, uncertain if it may
   *     have
   * @throws InterruptedException if the thread was interrupted; the connection is closed
   */
  HttpResponse send(HttpRequest request) throws NotificationException, InterruptedException;

  /**
   * The same for connections that a section is about: reads {@code ca_file} there, a file of
   * certificates in PEM, whose authorities are trusted too. What is wrong with it is noted as a
   * problem. Starts nothing.
   */
  Http with(NotifierSettings section);
}
