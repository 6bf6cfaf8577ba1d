package io.backupman.server.plugin;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Which calls of a class go elsewhere: the table is what {@link ProcessCalls} and its like declare.
 *
 * @param name the class, as in its file
 * @param superName its superclass
 */
record GuardedCalls(String name, @Nullable String superName) {
  static final List<Class<?>> OURS =
      List.of(
          ProcessCalls.class,
          NetworkCalls.class,
          SecurityCalls.class,
          LogCalls.class,
          ReflectionCalls.class);

  /** The streams that a plugin may write to, but not close. */
  private static final Set<String> STREAMS = Set.of("out", "err");

  private static final Map<String, List<GuardedCall>> TABLE =
      OURS.stream()
          .flatMap(ours -> Arrays.stream(ours.getDeclaredMethods()))
          .filter(method -> method.isAnnotationPresent(InsteadOf.class))
          .flatMap(ours -> GuardedCall.of(ours).stream())
          .collect(Collectors.groupingBy(call -> call.original().getName()));

  static GuardedCalls of(ClassReader reader) {
    return new GuardedCalls(reader.getClassName(), reader.getSuperName());
  }

  /** Finds one of our classes that plugins call. */
  static Optional<Class<?>> ours(String name) {
    return OURS.stream().filter(ours -> ours.getName().equals(name)).findFirst();
  }

  /** Whether any method or field is called this. */
  static boolean hasName(String name) {
    return TABLE.containsKey(name) || STREAMS.contains(name);
  }

  /** What gives the stream that a field has; {@code null} if it is another field. */
  static @Nullable Handle stream(String owner, String field, String descriptor) {
    return owner.equals("java/lang/System") && STREAMS.contains(field)
        ? handle(ProcessCalls.class, field, "()" + descriptor)
        : null;
  }

  /** What is called instead; {@code null} if a call is as it may be. */
  @Nullable Handle insteadOf(boolean isStatic, String owner, String method, String descriptor) {
    var named = owner.equals(name) ? superName : owner;
    return TABLE.getOrDefault(method, List.of()).stream()
        .filter(call -> call.isStatic() == isStatic && call.hasDescriptor(descriptor))
        .filter(call -> named != null && call.isOf(named))
        .map(GuardedCall::instead)
        .map(ours -> handle(ours.getDeclaringClass(), method, Type.getMethodDescriptor(ours)))
        .findFirst()
        .orElse(null);
  }

  /** Ours instead of a method of the JDK; {@code null} if that may be called. */
  static @Nullable Method ours(
      boolean isStatic, Class<?> type, String method, List<Class<?>> parameters) {
    return TABLE.getOrDefault(method, List.of()).stream()
        .filter(call -> call.isStatic() == isStatic && call.isOf(Type.getInternalName(type)))
        .filter(call -> parameters.equals(List.of(call.original().getParameterTypes())))
        .map(GuardedCall::instead)
        .findFirst()
        .orElse(null);
  }

  private static Handle handle(Class<?> ours, String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKESTATIC, Type.getInternalName(ours), name, descriptor, false);
  }
}
