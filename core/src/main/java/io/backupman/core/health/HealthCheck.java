package io.backupman.core.health;

import java.util.Map;

/** Looks whether all that a backup needs could be used now. */
public interface HealthCheck {

  /** Looks now; takes a few seconds at most, and leaves nothing behind. */
  Health check();

  /** Looks at the own database alone; takes two seconds at most. */
  default Component database() {
    return check().database();
  }

  /** Forgets what was found before, because the notifiers are others now. */
  default void forget() {}

  /**
   * What was found.
   *
   * @param database the own database
   * @param drives by label
   * @param dataSources by label
   * @param notifiers by name, those that are switched on
   */
  record Health(
      Component database,
      Map<String, Component> drives,
      Map<String, Component> dataSources,
      Map<String, Component> notifiers) {

    /** Whether everything is up. */
    public boolean up() {
      return database.up() && allUp(drives) && allUp(dataSources) && allUp(notifiers);
    }

    /** Whether each of these is up. */
    public static boolean allUp(Map<String, Component> components) {
      return components.values().stream().allMatch(Component::up);
    }
  }

  /**
   * One of the things looked at.
   *
   * @param up whether it could be used
   * @param detail what is wrong, in words; empty if nothing is
   */
  record Component(boolean up, String detail) {}
}
