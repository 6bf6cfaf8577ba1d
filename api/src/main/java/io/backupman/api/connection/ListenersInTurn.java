package io.backupman.api.connection;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.List;

/** Several listeners as one: Helidon 4.5.0 takes more than one, but then calls none of them. */
public final class ListenersInTurn implements Http1ConnectionListener {
  private final List<Http1ConnectionListener> listeners;

  /** Of these, in this order. */
  public ListenersInTurn(Http1ConnectionListener... listeners) {
    this.listeners = List.of(listeners);
  }

  @Override
  public void prologue(ConnectionContext connection, HttpPrologue prologue) {
    listeners.forEach(listener -> listener.prologue(connection, prologue));
  }

  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    listeners.forEach(listener -> listener.headers(connection, headers));
  }
}
