package io.backupman.notifier.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A small HTTP/1.1 server on the loopback address that records what it gets and answers, or fails
 * to, as it is told. Safe for use by several threads.
 */
public final class FakeReceiver implements AutoCloseable {
  /** How the receiver's own threads are called, so that they are not taken for a channel's. */
  static final String THREADS = "backupman-testkit-";

  private final ServerSocket listening;
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Set<Integer> probes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Function<ReceivedRequest, Answer> script;

  private FakeReceiver(ServerSocket listening, Answer answer) {
    this.listening = listening;
    this.script = request -> answer;
  }

  /** Starts a receiver on a free port that gives this answer to everything. */
  public static FakeReceiver start(Answer answer) {
    try {
      var listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
      var receiver = new FakeReceiver(listening, answer);
      receiver.inBackground(receiver::accept);
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives this answer to every request from now on. */
  public void answer(Answer answer) {
    script = request -> answer;
  }

  /** Chooses the answer by the request from now on. */
  public void answerBy(Function<ReceivedRequest, Answer> choice) {
    script = choice;
  }

  /** Where it listens, such as {@code http://127.0.0.1:40123}; without a path. */
  public URI uri() {
    return uri(listening.getLocalSocketAddress());
  }

  /** The requests that it has read, in the order in which their last bytes came. */
  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /** How many connections have been made to it so far, even if nothing was sent. */
  public int connections() {
    try (var probe = new Socket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      probes.add(probe.getLocalPort());
      probe.connect(listening.getLocalSocketAddress());
      // Connections are taken in their order: when this one is, all before it are counted.
      probe.getInputStream().read();
      return connections.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An address that refuses connections until the socket is closed. */
  static Socket refusing() throws IOException {
    var bound = new Socket();
    // Bound but not listening: nobody else can get the port meanwhile.
    bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return bound;
  }

  static URI uri(SocketAddress at) {
    var address = (InetSocketAddress) at;
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var socket = listening.accept();
        if (probes.remove(socket.getPort())) {
          socket.close();
        } else {
          connections.incrementAndGet();
          open.add(socket);
          inBackground(() -> serve(socket));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      var out = socket.getOutputStream();
      var next = ReceivedRequest.read(in);
      while (next.isPresent()) {
        var request = next.get();
        requests.add(request);
        next = script.apply(request).write(out) ? ReceivedRequest.read(in) : Optional.empty();
      }
    } catch (IOException gone) {
      // The other side has left, or this receiver is closed: there is nobody to tell.
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private void inBackground(Runnable work) {
    var thread = Thread.ofPlatform().daemon().name(THREADS + "receiver").unstarted(work);
    threads.removeIf(other -> !other.isAlive() && other.getState() == Thread.State.TERMINATED);
    threads.add(thread);
    thread.start();
  }

  /** Ends every connection, and waits until its threads have ended. */
  @Override
  public void close() {
    try {
      listening.close();
      threads.forEach(Thread::interrupt);
      for (var socket : open) {
        socket.close();
      }
      for (var thread : threads) {
        thread.join(5_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
