package io.backupman.server.command.text;

import io.backupman.server.app.BuildProperties;
import picocli.CommandLine.IVersionProvider;

/** The version, for people. */
public final class VersionText implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var build = BuildProperties.read();
    return new String[] {
      "backupman " + build.version() + " (" + build.commitSha() + ", " + build.buildDate() + ")"
    };
  }
}
