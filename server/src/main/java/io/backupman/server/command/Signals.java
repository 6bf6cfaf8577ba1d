package io.backupman.server.command;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * The signals of the operating system. The platform has had {@code sun.misc.Signal} for them since
 * its beginning and no supported way besides, so it is called by name: the compiler's warning about
 * it cannot be switched off.
 */
final class Signals {
  private Signals() {}

  /**
   * Calls a handler, in a thread of its own, each time the process gets a signal.
   *
   * @param name the signal without {@code SIG}, such as {@code TERM}
   * @param handler is given the signal's number
   * @return false if this platform, or the way it was started, does not allow that
   */
  static boolean handle(String name, IntConsumer handler) {
    try {
      var signalType = Class.forName("sun.misc.Signal");
      var handlerType = Class.forName("sun.misc.SignalHandler");
      var signal = signalType.getConstructor(String.class).newInstance(name);
      var number = (int) signalType.getMethod("getNumber").invoke(signal);
      var proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) -> {
                handler.accept(number);
                return null;
              });
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      System.getLogger(Signals.class.getName())
          .log(System.Logger.Level.DEBUG, "SIG" + name + " cannot be handled.", e);
      return false;
    }
  }
}
