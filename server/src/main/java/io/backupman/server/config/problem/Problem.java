package io.backupman.server.config.problem;

/**
 * Something in the configuration that the user has to change, or should know.
 *
 * @param path the key's full path, such as {@code notifiers.webhook.endpoints[1].url}; empty if it
 *     is about the file as a whole
 * @param sentence what is wrong and what to do, to be read after the path
 */
public record Problem(String path, String sentence) {

  /** The path and the sentence. */
  @Override
  public String toString() {
    return path.isEmpty() ? sentence : path + ": " + sentence;
  }
}
