package io.backupman.server.command;

import org.jspecify.annotations.Nullable;

/** The command line sets the parent of a command before it runs it. */
final class Parents {
  private Parents() {}

  static Root of(@Nullable Root root) {
    if (root == null) {
      throw new IllegalStateException("Not run by a command line");
    }
    return root;
  }
}
