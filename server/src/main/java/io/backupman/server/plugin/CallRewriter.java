package io.backupman.server.plugin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes a class call {@link ProcessCalls} where it would call what changes the whole process, also
 * in method references. Classes that do not are left as they are.
 */
final class CallRewriter extends ClassVisitor {
  private static final Logger LOG = System.getLogger(CallRewriter.class.getName());
  private static final int API = Opcodes.ASM9;

  /** Where a class file says for which Java it is, in two bytes. */
  private static final int MAJOR_VERSION = 6;

  private static final int NAME_AND_TYPE = 12;

  private final GuardedCalls calls;

  private CallRewriter(ClassVisitor next, GuardedCalls calls) {
    super(API, next);
    this.calls = calls;
  }

  /** The class as it may be loaded; what cannot be read is for the virtual machine to judge. */
  static byte[] rewritten(byte[] original) {
    try {
      var reader = new ClassReader(readable(original));
      if (!mayCall(reader)) {
        return original;
      }
      var writer = new ClassWriter(reader, 0);
      reader.accept(new CallRewriter(writer, GuardedCalls.of(reader)), 0);
      var bytes = writer.toByteArray();
      System.arraycopy(original, MAJOR_VERSION, bytes, MAJOR_VERSION, 2);
      return bytes;
    } catch (RuntimeException unreadable) {
      LOG.log(Level.DEBUG, "A class of a plugin is loaded as it is.", unreadable);
      return original;
    }
  }

  /** The library refuses newer classes than it knows, though it can read them well. */
  private static byte[] readable(byte[] original) {
    int major = ((original[MAJOR_VERSION] & 0xff) << 8) | (original[MAJOR_VERSION + 1] & 0xff);
    if (major <= Opcodes.V21) {
      return original;
    }
    var bytes = original.clone();
    bytes[MAJOR_VERSION] = 0;
    bytes[MAJOR_VERSION + 1] = Opcodes.V21;
    return bytes;
  }

  /** A quick look at the names that the class uses: most classes use none of these. */
  private static boolean mayCall(ClassReader reader) {
    var buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int item = reader.getItem(i);
      if (item > 0
          && reader.readByte(item - 1) == NAME_AND_TYPE
          && GuardedCalls.hasName(reader.readUTF8(item, buffer))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    var next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return new Code(next);
  }

  private final class Code extends MethodVisitor {

    Code(@Nullable MethodVisitor next) {
      super(API, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      var instead =
          switch (opcode) {
            case Opcodes.INVOKESTATIC -> calls.insteadOf(true, owner, name, descriptor);
            case Opcodes.INVOKEVIRTUAL -> calls.insteadOf(false, owner, name, descriptor);
            default -> null;
          };
      if (instead == null) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      } else {
        call(instead);
      }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      var instead =
          opcode == Opcodes.GETSTATIC ? GuardedCalls.stream(owner, name, descriptor) : null;
      if (instead == null) {
        super.visitFieldInsn(opcode, owner, name, descriptor);
      } else {
        call(instead);
      }
    }

    private void call(Handle ours) {
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, ours.getOwner(), ours.getName(), ours.getDesc(), false);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      var guarded = new Object[arguments.length];
      for (int i = 0; i < arguments.length; i++) {
        guarded[i] = guarded(arguments[i]);
      }
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, guarded);
    }

    @Override
    public void visitLdcInsn(Object value) {
      super.visitLdcInsn(guarded(value));
    }

    private Object guarded(Object constant) {
      if (!(constant instanceof Handle handle)) {
        return constant;
      }
      var isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC;
      if (!isStatic && handle.getTag() != Opcodes.H_INVOKEVIRTUAL) {
        return constant;
      }
      var instead =
          calls.insteadOf(isStatic, handle.getOwner(), handle.getName(), handle.getDesc());
      return instead == null ? constant : instead;
    }
  }
}
