package io.backupman.core.source.mariadb.sql;

/**
 * The name of the database that was dumped, for a script to be read.
 *
 * @param name without quotes; a character for each byte
 * @param foldsCase whether the server that reads the script takes names for the same that differ in
 *     capitals only
 */
record DatabaseName(String name, boolean foldsCase) {
  boolean is(String other) {
    return foldsCase ? name.equalsIgnoreCase(other) : name.equals(other);
  }
}
