package io.backupman.core.drive.google.auth;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.Folders;
import io.backupman.core.file.RegularFile;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * The file that a token is kept in, readable by its owner only: JSON as Go's {@code oauth2.Token}
 * has it, so that a file that was made for the existing Backupman can stay in use.
 */
public final class TokenFile {
  private static final int MOST_BYTES = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Go's zero time stands for "never ends". */
  private static final int GO_ZERO_YEAR = 1;

  private final Path file;

  /** Nothing is read or written yet. */
  public TokenFile(Path file) {
    this.file = file;
  }

  /** Where it is. */
  Path path() {
    return file;
  }

  /**
   * Reads it as it is now; another process may have written it.
   *
   * @throws SignInException with a sentence if it is missing or something else
   */
  public Token read() {
    try {
      var json = JSON.readTree(RegularFile.bytes(file, MOST_BYTES));
      var access = json.path("access_token").asText("");
      var refresh = json.path("refresh_token").asText("");
      if (!access.isEmpty() || !refresh.isEmpty()) {
        return new Token(
            Secret.of(access),
            Optional.of(refresh).filter(t -> !t.isEmpty()).map(Secret::of),
            expiry(json));
      }
    } catch (NoSuchFileException e) {
      throw new SignInException(
          "Nobody has signed in to Google yet (there is no %s): run backupman auth-google."
              .formatted(file),
          e);
    } catch (JacksonException | DateTimeException e) {
      throw notAToken(); // Their messages may quote what is in the file.
    } catch (IOException e) {
      throw new SignInException("%s cannot be read: %s.".formatted(file, FileTrouble.reason(e)), e);
    }
    throw notAToken();
  }

  private static Instant expiry(JsonNode json) {
    var text = json.path("expiry").asText("");
    if (text.isEmpty()) {
      return Instant.MAX;
    }
    var expiry = OffsetDateTime.parse(text);
    return expiry.getYear() <= GO_ZERO_YEAR ? Instant.MAX : expiry.toInstant();
  }

  private SignInException notAToken() {
    return new SignInException(
        "%s is not a token of Google's: run backupman auth-google to write it anew."
            .formatted(file));
  }

  /**
   * Replaces it as one: whoever reads it finds the old or the new one, whole. Its folder is made if
   * it is not there.
   *
   * @throws SignInException with a sentence if it cannot be written
   */
  public void write(Token token) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
    try {
      Folders.make(folder);
      Path part = folder.resolve("." + absolute.getFileName() + "." + UUID.randomUUID());
      try {
        fill(part, json(token));
        Files.move(
            part, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      Folders.syncEntry(absolute);
    } catch (IOException e) {
      throw new SignInException(
          FileTrouble.sentence(folder, "the token was written to " + absolute.getFileName(), e), e);
    }
  }

  private static void fill(Path part, String text) throws IOException {
    try (FileChannel channel = Folders.newFile(part)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static String json(Token token) {
    var json = JSON.createObjectNode();
    json.put("access_token", token.access().value());
    json.put("token_type", "Bearer");
    token.refresh().ifPresent(refresh -> json.put("refresh_token", refresh.value()));
    if (!token.expiry().equals(Instant.MAX)) {
      json.put(
          "expiry",
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
              token.expiry().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)));
    }
    return json + "\n";
  }

  /** Says where, not what. */
  @Override
  public String toString() {
    return "TokenFile[" + file + "]";
  }
}
