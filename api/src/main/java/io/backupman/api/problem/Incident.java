package io.backupman.api.problem;

import java.util.UUID;

/**
 * Something that must not happen and did.
 *
 * @param id what ties the answer to the log
 */
record Incident(UUID id) {
  private static final System.Logger LOG = System.getLogger(Incident.class.getName());

  /** Logs what was thrown. */
  static Incident logged(Throwable thrown) {
    var incident = new Incident(UUID.randomUUID());
    LOG.log(System.Logger.Level.ERROR, "A request failed (" + incident.id + ").", thrown);
    return incident;
  }

  /** Logs that a request failed, of which the next entry of the log has the cause. */
  static Incident logged() {
    var incident = new Incident(UUID.randomUUID());
    LOG.log(System.Logger.Level.ERROR, "A request failed (" + incident.id + "), as follows.");
    return incident;
  }

  /** Tells a client where to find more of the incident. */
  String sentence() {
    return "Something went wrong inside Backupman; its log says more under " + id + ".";
  }
}
