package io.backupman.core.testing;

import org.testcontainers.mariadb.MariaDBContainer;

/** A server in a Docker container. */
final class ContainerMariaDb implements MariaDbEngine {
  private final MariaDBContainer container =
      new MariaDBContainer("mariadb:11.4").withUsername("root").withPassword("root pass");

  @Override
  public Account account() {
    return new Account(
        container.getHost(), container.getMappedPort(3306), "root", container.getPassword());
  }

  @Override
  public void start() {
    container.start();
  }

  @Override
  public void stop() {
    container.stop();
  }

  @Override
  public void delete() {}
}
