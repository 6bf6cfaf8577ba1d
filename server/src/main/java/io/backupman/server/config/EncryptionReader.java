package io.backupman.server.config;

import io.backupman.core.age.Encryption;
import io.backupman.core.age.Identities;
import io.backupman.core.age.Recipient;
import io.backupman.core.age.Recipients;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads to whom the copies on a drive are encrypted: {@code encrypt_to} of each drive. */
final class EncryptionReader {
  private static final String KEY = "encrypt_to";

  private final Map<String, Recipients> byDrive = new HashMap<>();

  /** Reads what one drive says. */
  void read(Section drive, String label) {
    var recipients = new ArrayList<Recipient>();
    var texts = drive.texts(KEY);
    texts.forEach((path, text) -> read(drive, path, text.strip(), recipients));
    if (texts.size() > Recipients.MOST) {
      drive.reject(KEY, "must have at most " + Recipients.MOST + " entries, not " + texts.size());
    } else if (!recipients.isEmpty()) {
      byDrive.put(label, new Recipients(recipients));
    } else if (drive.keys().contains(KEY) && texts.isEmpty()) {
      // Elsewhere no value means the default, but here that would be no encryption.
      drive.reject(
          KEY, "is empty; name a recipient (age1…), or leave the key out to encrypt nothing");
    }
  }

  private static void read(Section drive, String path, String text, List<Recipient> recipients) {
    if (Identities.areIn(text)) {
      drive.remember(text);
      drive.rejectAt(
          path,
          "is a private key, which must never be here: put the public one in its place (age1…, which"
              + " age-keygen -y prints), and make a new pair if anybody else may have seen this file");
    } else if (!Recipient.isValid(text)) {
      drive.rejectAt(path, problem(text));
    } else if (recipients.contains(new Recipient(text))) {
      drive.rejectAt(path, "is there twice");
    } else {
      recipients.add(new Recipient(text));
    }
  }

  /** What does not look like a public key is not shown: nobody knows what it is. */
  private static String problem(String text) {
    return text.startsWith("age1")
        ? "is not a public key as age-keygen prints it: "
            + Quotes.of(text)
            + " has a wrong or a missing character, or is of another kind than X25519"
        : "must be a public key as age-keygen prints it, which begins with age1";
  }

  /** What all drives that were read say. */
  Encryption encryption() {
    return new Encryption(byDrive);
  }
}
