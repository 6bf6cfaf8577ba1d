package io.backupman.core.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualCallTest {

  @Test
  void givesBackWhatTheCallGives() throws Exception {
    assertThat(VirtualCall.run(() -> "it")).isEqualTo("it");
    assertThat(VirtualCall.run(() -> Thread.currentThread().isVirtual())).isTrue();
  }

  @Test
  void throwsWhatTheCallThrows() {
    var failure = new IOException("it");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> VirtualCall.run(() -> thrown(failure)))
        .isSameAs(failure);
    var unchecked = new DriveException("it");
    assertThatExceptionOfType(DriveException.class)
        .isThrownBy(() -> VirtualCall.run(() -> thrown(unchecked)))
        .isSameAs(unchecked);
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(
            () ->
                VirtualCall.run(
                    () -> {
                      throw new StackOverflowError();
                    }));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> VirtualCall.run(() -> thrown(new Exception("checked"))));
  }

  private static String thrown(Exception failure) throws Exception {
    throw failure;
  }

  @Test
  void anInterruptOfAPlatformThreadEndsACallThatWaitsForItsPeer() throws Exception {
    try (var peer = new ServerSocket(0);
        var socket = new Socket(peer.getInetAddress(), peer.getLocalPort())) {
      var reads = new CountDownLatch(1);
      var ended = new CompletableFuture<Boolean>();
      var task =
          new FutureTask<>(
              () ->
                  VirtualCall.run(
                      () -> {
                        reads.countDown();
                        try {
                          return socket.getInputStream().read();
                        } finally {
                          ended.complete(true);
                        }
                      }));
      var thread = Thread.ofPlatform().start(task);
      reads.await();
      thread.interrupt();

      thread.join();
      assertThat(task.exceptionNow()).isInstanceOf(InterruptedException.class);
      assertThat(ended.get()).isTrue();
    }
  }

  @Test
  void whatComesAfterAnInterruptIsClosed() throws Exception {
    var closed = new CompletableFuture<Boolean>();
    var caller = Thread.currentThread();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                VirtualCall.run(
                    () -> {
                      caller.interrupt();
                      awaitInterrupt();
                      return closing(closed);
                    }));
    assertThat(closed.get()).isTrue();
    assertThat(Thread.interrupted()).isFalse();
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InputStream closing(CompletableFuture<Boolean> closed) {
    return new InputStream() {
      @Override
      public int read() {
        return -1;
      }

      @Override
      public void close() {
        closed.complete(true);
      }
    };
  }
}
