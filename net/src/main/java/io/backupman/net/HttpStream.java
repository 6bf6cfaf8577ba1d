package io.backupman.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backupman.notifier.spi.HttpResponse;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request and its answer on a connection of its own, whose bodies are streamed. Used by one
 * thread; in a virtual one an interrupt ends it. {@link #close} may be called by any.
 */
public final class HttpStream implements AutoCloseable {
  private static final String LENGTH = "Content-Length";
  private static final int WANTS_SIGN_IN = 407;

  private final Line line;
  private final AnswerHead head = new AnswerHead();
  private InputStream body = InputStream.nullInputStream();

  /** What is sent after the headers. */
  @FunctionalInterface
  public interface Body {
    /** Nothing. */
    Body NONE = out -> {};

    /** Writes as many bytes as the header {@code Content-Length} says. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Nothing is connected to yet.
   *
   * @throws IllegalArgumentException if that is no address of http or https
   */
  public HttpStream(Network network, URI url) {
    this.line = new Line(network, Target.of(url));
  }

  /**
   * Connects.
   *
   * @param connecting how long connecting may take
   * @param standstill how long nothing may come before reading fails
   * @throws ProxyException if the proxy is to blame
   */
  public void open(Duration connecting, Duration standstill) throws IOException {
    line.open(connecting, standstill);
  }

  /**
   * Sends the request and reads the answer up to its body.
   *
   * @param headers what is about the connection does not count
   * @throws ProxyException if the proxy wants another user than it was given
   */
  public void send(String method, Map<String, String> headers, Body content) throws IOException {
    var in = new BufferedInputStream(line.input());
    var wire = new Wire(line.output());
    try {
      var out = new BufferedOutputStream(wire, 64 * 1024);
      out.write(RequestHead.text(method, line, sized(method, headers)).getBytes(UTF_8));
      content.writeTo(out);
      out.flush();
    } catch (IOException unwritten) {
      if (!wire.isBroken()) {
        throw unwritten; // the content cannot be read
      }
      // Some answer before they have read all, and then read no more.
      readAfter(unwritten, in);
    }
    if (head.status() == 0) {
      head.read(in);
    }
    refuseProxysOwn();
    body = AnswerBody.of(head, method, in);
  }

  private void readAfter(IOException unwritten, InputStream in) throws IOException {
    try {
      head.read(in);
    } catch (IOException unread) {
      throw head.status() == 0 ? unwritten : unread;
    }
  }

  private static Map<String, String> sized(String method, Map<String, String> headers) {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.remove("Transfer-Encoding");
    if (method.matches("POST|PUT|PATCH")) {
      all.putIfAbsent(LENGTH, "0");
    }
    return all;
  }

  /** A status that only a proxy answers is not the host's behind it. */
  private void refuseProxysOwn() throws ProxyException {
    var proxy = line.seeingProxy();
    if (head.status() == WANTS_SIGN_IN && proxy.isPresent()) {
      throw new ProxyException(
          "The proxy "
              + proxy.get()
              + " did not pass the request on: it answered "
              + HttpResponse.inWords(WANTS_SIGN_IN)
              + Tunnel.advice(proxy.get(), WANTS_SIGN_IN),
          WANTS_SIGN_IN);
    }
  }

  /** The status; 0 if it has not come. */
  public int status() {
    return head.status();
  }

  /** The headers in their order, as far as they have come; a name may come several times. */
  public List<Map.Entry<String, String>> headers() {
    return head.headers();
  }

  /** The body; reading fails where it breaks off. Closing it, or its end, ends the connection. */
  public InputStream body() {
    return new FilterInputStream(body) {
      @Override
      public int read() throws IOException {
        return ended(super.read());
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return ended(super.read(bytes, offset, length));
      }

      @Override
      public void close() {
        HttpStream.this.close();
      }
    };
  }

  private int ended(int read) {
    if (read < 0) {
      line.hangUp();
    }
    return read;
  }

  /** The proxy that it goes by, if there is one. */
  Optional<ProxyAddress> proxy() {
    return line.proxy();
  }

  /** The proxy that sees the request, because it is not encrypted. */
  Optional<ProxyAddress> seeingProxy() {
    return line.seeingProxy();
  }

  /** Ends it, whatever it is doing. */
  @Override
  public void close() {
    line.close();
  }
}
