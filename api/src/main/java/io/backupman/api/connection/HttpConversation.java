package io.backupman.api.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.socket.PlainSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One connection as Helidon sees it. A client that goes away ends it quietly. Used by the
 * connection's thread alone.
 */
final class HttpConversation implements ConnectionContext, DataWriter {
  private final ListenerContext listener;
  private final Router router;
  private final PlainSocket socket;
  private final RequestReader reader;
  private byte @Nullable [] first;

  /**
   * Begins a conversation.
   *
   * @param first what has come over the socket already
   */
  HttpConversation(ListenerContext listener, Router router, Socket socket, byte[] first) {
    this.first = first;
    this.listener = listener;
    this.router = router;
    this.socket = PlainSocket.server(socket, Integer.toHexString(socket.hashCode()), "http");
    this.reader = new RequestReader(this::received);
  }

  private byte[] received() {
    var already = first;
    if (already != null) {
      first = null;
      return already;
    }
    byte @Nullable [] bytes;
    try {
      bytes = socket.get();
    } catch (UncheckedIOException e) {
      throw gone(e);
    }
    if (bytes == null) {
      throw new CloseConnectionException("The client has gone.");
    }
    return bytes;
  }

  /** What Helidon 4.5.0 knows as the end of a connection: any other failure it answers with 500. */
  private static CloseConnectionException gone(UncheckedIOException e) {
    return new CloseConnectionException("The client has gone, or said nothing for too long.", e);
  }

  /** What the requests are read from. */
  RequestReader reader() {
    return reader;
  }

  @Override
  public void write(BufferData buffer) {
    try {
      socket.write(buffer);
    } catch (UncheckedIOException e) {
      throw gone(e);
    }
  }

  @Override
  public void write(BufferData... buffers) {
    write(BufferData.create(buffers));
  }

  @Override
  public void writeNow(BufferData buffer) {
    write(buffer);
  }

  @Override
  public void writeNow(BufferData... buffers) {
    write(buffers);
  }

  @Override
  public ListenerContext listenerContext() {
    return listener;
  }

  @Override
  public ExecutorService executor() {
    return listener.executor();
  }

  @Override
  public DataWriter dataWriter() {
    return this;
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public Router router() {
    return router;
  }

  @Override
  public HelidonSocket serverSocket() {
    return socket;
  }

  @Override
  public PeerInfo remotePeer() {
    return socket.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return socket.localPeer();
  }

  @Override
  public boolean isSecure() {
    return false;
  }

  @Override
  public String socketId() {
    return socket.socketId();
  }

  @Override
  public String childSocketId() {
    return socket.childSocketId();
  }
}
