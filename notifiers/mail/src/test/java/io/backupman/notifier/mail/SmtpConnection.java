package io.backupman.notifier.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client of an {@link SmtpServer}. */
final class SmtpConnection {
  private final SmtpServer server;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  SmtpConnection(SmtpServer server, Socket socket) throws IOException {
    this.server = server;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Puts TLS on. */
  void encrypt() throws IOException {
    var factory = requireNonNull(server.tls()).getSocketFactory();
    var encrypted = (SSLSocket) factory.createSocket(socket, null, socket.getPort(), true);
    encrypted.setUseClientMode(false);
    encrypted.startHandshake();
    socket = encrypted;
    in = new BufferedInputStream(encrypted.getInputStream());
    out = encrypted.getOutputStream();
  }

  void say(String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  /** Sends these characters as they are, without a line end. */
  void write(String raw) throws IOException {
    out.write(raw.getBytes(ISO_8859_1));
    out.flush();
  }

  /** Says the same for ever. */
  void babble(String raw) throws IOException {
    while (true) {
      write(raw);
    }
  }

  /** Waits until the client begins to say something. */
  void listen() throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      throw new IOException("The client left.");
    }
    in.reset();
  }

  /** Reads one line of what comes and drops it. */
  void skipLine() throws IOException {
    line();
  }

  /** Reads one line that is no command. */
  String hear() throws IOException {
    var line = String.valueOf(line());
    server.heard(line);
    return line;
  }

  /** Says something very slowly, for ever. */
  void drip(int millisBetweenBytes) throws IOException, InterruptedException {
    while (true) {
      out.write('2');
      out.flush();
      Thread.sleep(millisBetweenBytes);
    }
  }

  void drop() throws IOException {
    socket.close();
  }

  /** Says nothing more until the server is closed. */
  void hang() throws InterruptedException {
    server.hang();
  }

  void converse() throws IOException, InterruptedException {
    react("CONNECT", "220 mail.test ESMTP");
    for (var line = line(); line != null && !socket.isClosed(); line = line()) {
      server.heard(line);
      answer(line);
    }
  }

  private void answer(String line) throws IOException, InterruptedException {
    var command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
    switch (command) {
      case "EHLO" -> react(line, hello());
      case "STARTTLS" -> startTls(line);
      case "AUTH" -> authenticate(line);
      case "DATA" -> data(line);
      case "QUIT" -> {
        react(line, "221 bye");
        drop();
      }
      default -> react(line, "250 ok");
    }
  }

  private String hello() {
    var lines = new ArrayList<String>();
    lines.add("mail.test");
    if (server.tls() != null && !(socket instanceof SSLSocket)) {
      lines.add("STARTTLS");
    }
    lines.addAll(server.offers());
    var last = lines.removeLast();
    return String.join("", lines.stream().map(line -> "250-" + line + "\r\n").toList())
        + "250 "
        + last;
  }

  private void startTls(String line) throws IOException, InterruptedException {
    if (react(line, "220 go ahead")) {
      encrypt();
    }
  }

  /** AUTH PLAIN and AUTH LOGIN (RFC 4616, draft-murchison-sasl-login). */
  private void authenticate(String line) throws IOException, InterruptedException {
    var words = line.split(" ", 3);
    var way = server.reaction(words[0] + " " + words[1]);
    if (way != null) {
      way.to(line, this);
      return;
    }
    if (line.startsWith("AUTH LOGIN")) {
      say("334 VXNlcm5hbWU6");
      server.heard(String.valueOf(line()));
      say("334 UGFzc3dvcmQ6");
      server.heard(String.valueOf(line()));
    }
    react(line, "235 welcome");
  }

  private void data(String line) throws IOException, InterruptedException {
    if (!react(line, "354 go on")) {
      return;
    }
    var message = new StringBuilder();
    for (var text = line(); text != null && !text.equals("."); text = line()) {
      message.append(text.startsWith(".") ? text.substring(1) : text).append("\r\n");
    }
    server.took(message.toString());
    react(".", "250 2.0.0 queued as 4711");
  }

  /** Returns whether it went as usual. */
  private boolean react(String line, String usual) throws IOException, InterruptedException {
    var reaction = server.reaction(line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT));
    if (reaction == null) {
      say(usual);
      return true;
    }
    reaction.to(line, this);
    return false;
  }

  private @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      line.write(next);
    }
    var text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
