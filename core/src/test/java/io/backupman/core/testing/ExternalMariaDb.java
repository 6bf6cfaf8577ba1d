package io.backupman.core.testing;

/** A server that runs already. */
record ExternalMariaDb(Account account) implements MariaDbEngine {

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public void delete() {}
}
