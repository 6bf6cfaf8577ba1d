package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.testing.AgeKey;
import io.backupman.core.testing.AgeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted copies, from the backup to the restored database. */
class DecryptIT {
  private static final AgeKey KEY = AgeKey.create();

  @TempDir private Path path;

  private Folder backedUp() {
    var folder =
        new Folder(path)
            .withSample("shop.db")
            .configured(
                """
                database: {provider: embedded, path: ./data/backupman}
                data_sources: [{provider: sqlite, label: Shop, db_path: shop.db, compression: none}]
                drives:
                  - {provider: local, label: Plain, folder: ./plain}
                  - {provider: local, label: Secret, folder: ./secret, encrypt_to: %s}
                """
                    .formatted(KEY.recipient()));
    var run = BackupmanProcess.run(path, "run");
    assertThat(run.exitCode()).as(run::output).isZero();
    assertThat(run.output()).contains(".db.age");
    AgeKey.write(path.resolve("key.txt"), KEY);
    return folder;
  }

  @Test
  void whatABackupEncryptedIsDecrypted() throws IOException {
    var folder = backedUp();
    var plain = folder.filesUnder("plain").getFirst();
    var encrypted = folder.filesUnder("secret").getFirst();
    assertThat(encrypted).hasFileName(plain.getFileName() + ".age");
    // The private key is on another machine, and no configuration is.
    Files.delete(path.resolve("config.yml"));

    var decrypt = decrypt(encrypted.toString());

    assertThat(decrypt.exitCode()).as(decrypt::output).isZero();
    var restored = path.resolve("secret").resolve(plain.getFileName());
    assertThat(decrypt.output()).contains("to " + restored);
    assertThat(restored).hasSameBinaryContentAs(plain);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(restored)))
        .isEqualTo("rw-------");
    var again = decrypt(encrypted.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.output()).contains(restored + " is there already; it was left as it is.");
    assertThat(folder.filesUnder("secret")).hasSize(2);
    assertThat(AgeProgram.decrypt(encrypted, path.resolve("key.txt"), path.resolve("by-age")))
        .hasSameBinaryContentAs(plain);
  }

  @Test
  void whatIsNotWholeOrNotForTheKeyIsRefusedAndLeavesNothing() throws IOException {
    var folder = backedUp();
    var bytes = Files.readAllBytes(folder.filesUnder("secret").getFirst());
    var flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;
    Files.write(path.resolve("flipped.age"), flipped);
    Files.write(path.resolve("cut.age"), Arrays.copyOf(bytes, bytes.length - 1));
    Files.write(path.resolve("whole.age"), bytes);
    Files.writeString(path.resolve("other.age"), "no such file");
    AgeKey.write(path.resolve("wrong.txt"), AgeKey.create());

    assertRefused("flipped.age is damaged or was cut off: ", "flipped.age");
    assertRefused("cut.age is damaged or was cut off: ", "cut.age");
    assertRefused("other.age is not a file that age or Backupman has encrypted", "other.age");
    assertRefused("There is no file none.age.", "none.age");
    assertRefused("There is no folder " + path.resolve("x"), "whole.age", "-o", "x/y");
    var wrong = BackupmanProcess.run(path, "decrypt", "-i", "wrong.txt", "whole.age");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.output())
        .isEqualTo(
            "whole.age is not encrypted to the key in wrong.txt, or its header is damaged.\n");
    var unnamed = decrypt("shop.db");
    assertThat(unnamed.exitCode()).isEqualTo(2);
    assertThat(unnamed.output()).contains("Say with --output where the contents go");
    assertThat(path.toFile().list((in, name) -> name.endsWith(".part"))).isEmpty();
    for (var name : new String[] {"flipped", "cut", "whole", "other", "none"}) {
      assertThat(path.resolve(name)).doesNotExist();
    }
  }

  private void assertRefused(String sentence, String... arguments) {
    var refused = decrypt(arguments);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).startsWith(sentence).hasLineCount(1);
  }

  @Test
  void theContentsMayGoToTheStandardOutput() throws IOException {
    var text = "CREATE TABLE shop (id INT);\n".repeat(10_000);
    var plain = Files.writeString(path.resolve("plain.sql"), text);
    AgeProgram.encrypt(plain, path.resolve("armored"), "-a", "-r", KEY.recipient());
    AgeKey.write(path.resolve("key.txt"), AgeKey.create(), KEY);

    var decrypt = decrypt("armored", "-o", "-");

    assertThat(decrypt.exitCode()).as(decrypt::output).isZero();
    assertThat(decrypt.output()).isEqualTo(text);
  }

  @Test
  void aPrivateKeyInPlaceOfAFileIsNotShown() {
    var decrypt = BackupmanProcess.run(path, "decrypt", "--identity", KEY.identity(), "x.age");

    assertThat(decrypt.exitCode()).isEqualTo(1);
    assertThat(decrypt.output())
        .contains("the path of a file that holds it")
        .doesNotContain(KEY.identity());
  }

  private BackupmanProcess decrypt(String... arguments) {
    var all = new String[arguments.length + 3];
    all[0] = "decrypt";
    all[1] = "--identity";
    all[2] = "key.txt";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return BackupmanProcess.run(path, all);
  }
}
