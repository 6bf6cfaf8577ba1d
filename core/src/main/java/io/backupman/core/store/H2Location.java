package io.backupman.core.store;

/** A database of H2, which asks for no password. */
interface H2Location extends DatabaseLocation {

  @Override
  default String user() {
    return H2.USER;
  }

  @Override
  default String password() {
    return "";
  }

  @Override
  default int poolSize() {
    return H2.POOL_SIZE;
  }
}
