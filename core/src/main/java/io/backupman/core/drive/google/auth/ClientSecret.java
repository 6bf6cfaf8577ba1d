package io.backupman.core.drive.google.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backupman.core.file.FileTrouble;
import io.backupman.core.file.RegularFile;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * An OAuth client as the Google Cloud console lets it be downloaded: who Backupman is to Google.
 *
 * @param id its id
 * @param secret its secret
 * @param signInAddress where people sign in ({@code auth_uri})
 * @param tokenAddress where tokens are given out ({@code token_uri})
 * @param redirect where the browser is sent after the sign-in; empty if that may be any port of
 *     this machine, as it may for desktop apps
 */
public record ClientSecret(
    String id, Secret secret, String signInAddress, String tokenAddress, String redirect) {
  private static final int MOST_BYTES = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the downloaded file.
   *
   * @throws SignInException with a sentence if it is missing or something else
   */
  public static ClientSecret read(Path file) {
    try {
      var json = JSON.readTree(RegularFile.bytes(file, MOST_BYTES));
      if (json.path("installed").isObject()) {
        return of(file, json.path("installed"), "");
      }
      if (json.path("web").isObject()) {
        var client = json.path("web");
        return of(file, client, text(file, client.path("redirect_uris"), "0", ""));
      }
    } catch (NoSuchFileException e) {
      throw new SignInException(
          "There is no file %s: download it from the Google Cloud console, as the OAuth client of a desktop app."
              .formatted(file),
          e);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw notAClient(file); // Its message may quote what is in the file.
    } catch (IOException e) {
      throw new SignInException("%s cannot be read: %s.".formatted(file, FileTrouble.reason(e)), e);
    }
    throw notAClient(file);
  }

  private static ClientSecret of(Path file, JsonNode client, String redirect) {
    return new ClientSecret(
        text(file, client, "client_id", ""),
        Secret.of(text(file, client, "client_secret", "")),
        text(file, client, "auth_uri", "https://accounts.google.com/o/oauth2/auth"),
        text(file, client, "token_uri", "https://oauth2.googleapis.com/token"),
        redirect);
  }

  private static String text(Path file, JsonNode node, String key, String fallback) {
    var text =
        (node.isArray() ? node.path(Integer.parseInt(key)) : node.path(key)).asText(fallback);
    if (text.isEmpty()) {
      throw notAClient(file);
    }
    return text;
  }

  private static SignInException notAClient(Path file) {
    return new SignInException(
        "%s is not the OAuth client of a desktop app, as the Google Cloud console lets it be downloaded: download it anew."
            .formatted(file));
  }
}
