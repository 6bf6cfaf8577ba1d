package io.backupman.api.wire;

import io.backupman.core.health.HealthCheck.Component;
import io.backupman.core.health.HealthCheck.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Something that health looks at. What is wrong with it is not said: whoever asks has no key.
 *
 * @param status {@code UP} or {@code DOWN}
 * @param components what it is made of; {@code null} if that is all
 */
public record ComponentJson(String status, @Nullable Map<String, ComponentJson> components) {

  static ComponentJson of(Component component) {
    return new ComponentJson(status(component.up()), null);
  }

  static ComponentJson of(Map<String, Component> components, UnaryOperator<String> name) {
    var named = new LinkedHashMap<String, ComponentJson>();
    components.forEach((key, component) -> named.put(name.apply(key), of(component)));
    return new ComponentJson(status(Health.allUp(components)), named);
  }

  static String status(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
