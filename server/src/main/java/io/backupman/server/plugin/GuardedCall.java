package io.backupman.server.plugin;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.objectweb.asm.Type;

/**
 * A method that plugins do not call as it is.
 *
 * @param original the JDK's
 * @param instead ours
 */
record GuardedCall(Method original, Method instead) {
  private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();

  /**
   * Finds what one of our methods is marked to be called instead of; nothing if this JDK lacks it,
   * as another version or one of fewer modules may.
   */
  static Optional<GuardedCall> of(Method instead) {
    return jdkClass(instead.getAnnotation(InsteadOf.class).value())
        .flatMap(
            owner ->
                Stream.of(owner.getDeclaredMethods())
                    .filter(original -> original.getName().equals(instead.getName()))
                    .map(original -> new GuardedCall(original, instead))
                    .filter(GuardedCall::takesTheSame)
                    .findFirst());
  }

  private static Optional<Class<?>> jdkClass(String name) {
    try {
      return Optional.of(Class.forName(name, false, JDK));
    } catch (ClassNotFoundException none) {
      return Optional.empty();
    }
  }

  private boolean takesTheSame() {
    var instance = isStatic() ? Stream.<Class<?>>of() : Stream.of(original.getDeclaringClass());
    var theirs = Stream.concat(instance, Arrays.stream(original.getParameterTypes())).toList();
    var ours = List.of(instead.getParameterTypes());
    return theirs.size() == ours.size()
        && IntStream.range(0, ours.size())
            .allMatch(i -> ours.get(i).isAssignableFrom(theirs.get(i)));
  }

  boolean isStatic() {
    return Modifier.isStatic(original.getModifiers());
  }

  boolean hasDescriptor(String descriptor) {
    return Type.getMethodDescriptor(original).equals(descriptor);
  }

  /**
   * Whether a class is the one that has the method, or another of the JDK that inherits it.
   *
   * @param owner its name as in class files
   */
  boolean isOf(String owner) {
    var declaring = original.getDeclaringClass();
    if (Type.getInternalName(declaring).equals(owner)) {
      return true;
    }
    return jdkClass(owner.replace('/', '.')).filter(declaring::isAssignableFrom).isPresent();
  }
}
