package io.backupman.core.request;

/** A request that cannot be carried out; the message is a sentence for whoever asked. */
public final class RequestProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of problem it is. */
  public enum Kind {
    /** The request asks for something that does not exist. */
    NOT_FOUND,
    /** The request names something that is not known, or a value that is not allowed. */
    INVALID,
    /** The request does not fit the state that things are in. */
    CONFLICT,
    /** The request cannot be carried out now, because something else is away. */
    UNAVAILABLE
  }

  private final Kind kind;

  private RequestProblem(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Something asked for does not exist. */
  public static RequestProblem notFound(String message) {
    return new RequestProblem(Kind.NOT_FOUND, message);
  }

  /** A name is not known, or a value is not allowed. */
  public static RequestProblem invalid(String message) {
    return new RequestProblem(Kind.INVALID, message);
  }

  /** The request does not fit the state that things are in. */
  public static RequestProblem conflict(String message) {
    return new RequestProblem(Kind.CONFLICT, message);
  }

  /** Something else is away; the same request may succeed later. */
  public static RequestProblem unavailable(String message) {
    return new RequestProblem(Kind.UNAVAILABLE, message);
  }

  /** What kind of problem it is. */
  public Kind kind() {
    return kind;
  }
}
