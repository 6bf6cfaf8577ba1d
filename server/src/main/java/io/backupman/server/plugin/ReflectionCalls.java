package io.backupman.server.plugin;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What plugins call to find a method by its name: they find ours where their own code would call
 * that. Other ways of reflection lead around it; this guards from mistakes, not from malice.
 */
public final class ReflectionCalls {
  private static final String CLASS = "java.lang.Class";
  private static final String LOOKUP = "java.lang.invoke.MethodHandles$Lookup";

  private ReflectionCalls() {}

  @InsteadOf(CLASS)
  public static Method getMethod(Class<?> type, String name, Class<?> @Nullable ... parameters)
      throws NoSuchMethodException {
    return guarded(type.getMethod(name, parameters));
  }

  @InsteadOf(CLASS)
  public static Method getDeclaredMethod(
      Class<?> type, String name, Class<?> @Nullable ... parameters) throws NoSuchMethodException {
    return guarded(type.getDeclaredMethod(name, parameters));
  }

  @InsteadOf(LOOKUP)
  public static MethodHandle findStatic(Lookup lookup, Class<?> type, String name, MethodType as)
      throws NoSuchMethodException, IllegalAccessException {
    var found = lookup.findStatic(type, name, as);
    return guarded(found, GuardedCalls.ours(true, type, name, as.parameterList()));
  }

  @InsteadOf(LOOKUP)
  public static MethodHandle findVirtual(Lookup lookup, Class<?> type, String name, MethodType as)
      throws NoSuchMethodException, IllegalAccessException {
    var found = lookup.findVirtual(type, name, as);
    return guarded(found, GuardedCalls.ours(false, type, name, as.parameterList()));
  }

  private static MethodHandle guarded(MethodHandle found, @Nullable Method ours)
      throws IllegalAccessException {
    return ours == null ? found : MethodHandles.publicLookup().unreflect(ours).asType(found.type());
  }

  /** Of instance methods, which ours cannot stand for here, only what ends the process matters. */
  private static Method guarded(Method found) throws NoSuchMethodException {
    var isStatic = Modifier.isStatic(found.getModifiers());
    var ours =
        GuardedCalls.ours(
            isStatic,
            found.getDeclaringClass(),
            found.getName(),
            List.of(found.getParameterTypes()));
    if (ours == null || isStatic) {
      return ours == null ? found : ours;
    }
    return found.getName().matches("exit|halt")
        ? ProcessCalls.class.getMethod("exit", int.class)
        : found;
  }
}
