package io.backupman.core.notifier;

/** Takes over what has changed in the configured notifiers and the plugins folder. */
public interface NotifierReload {

  /**
   * Reads the configuration and the plugins folder again and replaces all notifiers at once. What
   * is being sent ends on the notifier that it began on. Reloads at the same time happen one after
   * the other.
   *
   * @return the notifiers from now on
   * @throws io.backupman.core.request.RequestProblem with all problems of the new configuration;
   *     nothing has changed then
   */
  Notifiers reload();
}
