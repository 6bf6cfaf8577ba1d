package io.backupman.notifier.spi;

/** A provider that a plugin can see but does not own: it is in the package shared with the host. */
public final class HostSideProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public HostSideProvider() {}

  @Override
  public String type() {
    return "host-side";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    throw new UnsupportedOperationException();
  }
}
