package io.backupman.notifier.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.backupman.notifier.http.testing.RawReceiver;
import io.backupman.notifier.http.testing.RawReceiver.Behaviour;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** What a receiver may do with a connection. */
final class Faults {
  private Faults() {}

  /** Reads the request and answers this. */
  static Behaviour answers(String answer) {
    return connection -> {
      RawReceiver.readRequest(connection);
      write(connection, answer);
    };
  }

  /** Reads the request, then writes this, and then for ever what comes after it. */
  static Behaviour answersForEver(String start, String forEver) {
    return connection -> {
      RawReceiver.readRequest(connection);
      write(connection, start);
      while (true) {
        write(connection, forEver);
      }
    };
  }

  /** Reads the request and answers each part a moment after the one before. */
  static Behaviour drips(String... parts) {
    return connection -> {
      RawReceiver.readRequest(connection);
      for (var part : parts) {
        write(connection, part);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    };
  }

  /** Reads the request, writes this, and then one byte after the other. */
  static Behaviour dripsForEver(String start) {
    return connection -> {
      RawReceiver.readRequest(connection);
      write(connection, start);
      while (true) {
        write(connection, "z");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    };
  }

  /** Reads until the client closes the connection. */
  static void waitForTheClientToLeave(Socket connection) throws IOException {
    while (connection.getInputStream().read() >= 0) {
      Thread.onSpinWait();
    }
    throw new IOException("The client left.");
  }

  /** Closes with a reset, which throws away what was not read. */
  static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
  }

  /** Encrypts the connection before it does the same. */
  static Behaviour encrypted(SSLContext context, Behaviour behaviour) {
    return connection -> {
      var socket = context.getSocketFactory().createSocket(connection, null, true);
      try (var tls = (SSLSocket) socket) {
        behaviour.on(tls);
      }
    };
  }

  private static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(ISO_8859_1));
    connection.getOutputStream().flush();
  }
}
