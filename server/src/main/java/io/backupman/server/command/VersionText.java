package io.backupman.server.command;

import io.backupman.server.app.BuildProperties;
import picocli.CommandLine.IVersionProvider;

/** The version, for people. */
final class VersionText implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var build = BuildProperties.read();
    return new String[] {
      "backupman " + build.version() + " (" + build.commitSha() + ", " + build.buildDate() + ")"
    };
  }
}
