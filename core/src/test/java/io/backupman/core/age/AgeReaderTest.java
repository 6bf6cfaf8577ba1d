package io.backupman.core.age;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.testing.AgeKey;
import io.backupman.core.testing.AgeProgram;
import io.backupman.core.testing.Dumps;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AgeReaderTest {
  private static final int CHUNK = 64 * 1024;
  private static final AgeKey ANN = AgeKey.create();
  private static final AgeKey BOB = AgeKey.create();

  /** A header for one recipient, and a nonce. */
  private static final int BEFORE_CONTENTS = 22 + 98 + 48 + 16;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK, 200_000})
  void opensWhatTheProgramAgeWrites(int size) throws Exception {
    var plain = Files.write(folder.resolve("plain"), contents(size));
    var key = AgeProgram.keygen(folder.resolve("key.txt"));
    var recipient = Files.readString(key).replaceAll("(?s).*public key: (\\S+).*", "$1");
    var binary = AgeProgram.encrypt(plain, folder.resolve("b.age"), "-r", recipient);
    var armored = AgeProgram.encrypt(plain, folder.resolve("a.age"), "-a", "-r", recipient);

    assertThat(read(Files.readAllBytes(binary), Identities.read(key))).isEqualTo(contents(size));
    assertThat(read(Files.readAllBytes(armored), Identities.read(key))).isEqualTo(contents(size));
  }

  @Test
  void triesAllKeys() throws Exception {
    assertThat(read(encrypted(10), identities(ANN, BOB))).isEqualTo(contents(10));
    assertThat(read(encrypted(10), identities(BOB, ANN))).isEqualTo(contents(10));
  }

  @Test
  void saysThatItIsForAnotherKey() throws Exception {
    var key = folder.resolve("key.txt");

    refused(encrypted(10), identities(BOB))
        .withMessage("x.age is not encrypted to the key in " + key + ", or its header is damaged.");
    refused(encrypted(10), identities(BOB, AgeKey.create()))
        .withMessage(
            "x.age is not encrypted to any of the 2 keys in "
                + key
                + ", or its header is damaged.");
  }

  @Test
  void noCutIsTakenForTheWhole() throws Exception {
    var whole = encrypted(2 * CHUNK);
    var chunk = CHUNK + 16;
    for (var length :
        new int[] {
          1,
          21,
          22,
          23,
          BEFORE_CONTENTS - 17,
          BEFORE_CONTENTS - 16,
          BEFORE_CONTENTS - 1,
          BEFORE_CONTENTS,
          BEFORE_CONTENTS + 15,
          BEFORE_CONTENTS + 16,
          BEFORE_CONTENTS + chunk - 1,
          BEFORE_CONTENTS + chunk,
          BEFORE_CONTENTS + chunk + 1,
          BEFORE_CONTENTS + chunk + 16,
          whole.length - 1
        }) {
      refused(Arrays.copyOf(whole, length), identities(ANN))
          .as("cut to %d", length)
          .satisfies(e -> assertThat(e.getMessage()).startsWith("x.age is "));
    }
    refused(new byte[0], identities(ANN)).withMessage("x.age is empty.");
    refused(Arrays.copyOf(whole, BEFORE_CONTENTS + chunk), identities(ANN))
        .withMessageStartingWith("x.age is damaged or was cut off: ");
  }

  @Test
  void aCutOfAnEmptyFileIsNotTakenForTheWhole() throws Exception {
    var whole = encrypted(0);
    assertThat(read(whole, identities(ANN))).isEmpty();
    for (var length = 1; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), identities(ANN))
          .satisfies(e -> assertThat(e.getMessage()).startsWith("x.age is "));
    }
  }

  @Test
  void whatFollowsTheEndIsNotTaken() throws Exception {
    for (var size : new int[] {0, 10, CHUNK}) {
      var whole = encrypted(size);
      refused(Arrays.copyOf(whole, whole.length + 1), identities(ANN))
          .withMessageStartingWith("x.age is damaged");
    }
  }

  @Test
  void noFlippedBitIsTaken() throws Exception {
    var whole = encrypted(CHUNK + 100);
    for (var position = 0; position < BEFORE_CONTENTS + 20; position++) {
      refusedWithFlip(whole, position);
    }
    refusedWithFlip(whole, BEFORE_CONTENTS + CHUNK + 20);
    refusedWithFlip(whole, whole.length - 1);
  }

  private void refusedWithFlip(byte[] whole, int position) throws Exception {
    var broken = whole.clone();
    broken[position] ^= 1;
    refused(broken, identities(ANN))
        .as("flipped at %d", position)
        .satisfies(e -> assertThat(e.getMessage()).startsWith("x.age is "));
  }

  @Test
  void givesOnlyWhatWasAuthenticated() throws Exception {
    var broken = encrypted(3 * CHUNK);
    broken[broken.length - 1] ^= 1;
    var got = new ByteArrayOutputStream();

    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(
            () -> reader(identities(ANN)).open(new ByteArrayInputStream(broken)).transferTo(got))
        .withMessageMatching(
            "x.age is damaged or was cut off: it is not as it was encrypted somewhere after the"
                + " first \\d+ bytes of its contents\\.");
    assertThat(got.toByteArray()).isEqualTo(Arrays.copyOf(contents(3 * CHUNK), got.size()));
    assertThat(got.size()).isLessThan(3 * CHUNK);
  }

  @Test
  void saysThatAFileIsNotEncrypted() throws Exception {
    refused("CREATE TABLE shop".getBytes(UTF_8), identities(ANN))
        .withMessage(
            "x.age is not a file that age or Backupman has encrypted, or its header is damaged.");
    refused("age-encryption.org/v2\n".getBytes(UTF_8), identities(ANN))
        .withMessage(
            "x.age is of another version of the age format than v1: open it with a newer age.");
  }

  @Test
  void saysThatAFileWantsAPassphraseOrAnotherKindOfKey() throws Exception {
    var body = "A".repeat(43) + "\n";
    refused(header("-> scrypt " + "A".repeat(22) + " 18\n" + body), identities(ANN))
        .withMessage("x.age is encrypted with a passphrase, not to a key: open it with age -d.");
    refused(header("-> ssh-ed25519 abcdef " + body + body), identities(ANN))
        .withMessage(
            "x.age is encrypted to keys of another kind (ssh-ed25519): open it with age -d.");
  }

  private static byte[] header(String stanza) {
    return ("age-encryption.org/v1\n" + stanza + "--- " + "A".repeat(43) + "\n0123456789abcdef0000")
        .getBytes(ISO_8859_1);
  }

  @Test
  void aBrokenArmorIsSaid() throws Exception {
    var plain = Files.write(folder.resolve("plain"), contents(1000));
    var armored = AgeProgram.encrypt(plain, folder.resolve("a.age"), "-a", "-r", ANN.recipient());
    var text = Files.readString(armored);

    for (var broken :
        new String[] {
          text.substring(0, text.length() / 2),
          text.substring(0, 36),
          text.substring(0, 20),
          text.replaceFirst("(?m)^(.{20}).", "$1*"),
          text.replace("-----END AGE ENCRYPTED FILE-----", ""),
          text + "more"
        }) {
      refused(broken.getBytes(UTF_8), identities(ANN))
          .satisfies(e -> assertThat(e.getMessage()).startsWith("x.age is "));
    }
    assertThat(read(("\n" + text).getBytes(UTF_8), identities(ANN))).isEqualTo(contents(1000));
  }

  @Test
  void aFileThatCannotBeReadIsSaid() throws Exception {
    var in = InputStream.nullInputStream();
    in.close();

    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(() -> reader(identities(ANN)).open(in))
        .withMessage("x.age cannot be read: Stream closed.");
  }

  @Test
  void whatIsNoPrivateKeyIsSaidAndNeverShown() throws IOException {
    var half = ANN.identity().substring(0, 40);
    unreadable("# nothing\n\n", "holds no private key, which is a line that begins with");
    unreadable("# a\n" + half, ", line 2: this is not a whole private key");
    unreadable(ANN.identity() + BOB.identity(), ", line 1: this is not a whole private key");
    unreadable(ANN.recipient(), ", line 1: this is a public key");
    unreadable("AGE-PLUGIN-YUBIKEY-1QQQQQQQQQQQQ", ", line 1: this is not a whole private key");
    unreadable("age-encryption.org/v1\n-> scrypt", "is encrypted itself");
    unreadable("-----BEGIN AGE ENCRYPTED FILE-----\n", "is encrypted itself");
    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(() -> Identities.read(Path.of(ANN.identity())))
        .satisfies(e -> assertNotShown(e.toString()))
        .withMessageContaining("the path of a file");
    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(() -> Identities.read(folder.resolve("none")))
        .withMessageContaining("There is no file " + folder.resolve("none"));
    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(() -> Identities.read(folder))
        .withMessageContaining("cannot be read");
    assertNotShown(identities(ANN).toString());
  }

  private void unreadable(String text, String sentence) throws IOException {
    var file = Files.writeString(folder.resolve("bad.txt"), text);

    assertThatExceptionOfType(AgeException.class)
        .isThrownBy(() -> Identities.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(sentence)
        .withNoCause()
        .satisfies(e -> assertNotShown(e.toString()));
  }

  private static void assertNotShown(String message) {
    assertThat(message).doesNotContain(ANN.identity().substring(16, 30));
  }

  private byte[] encrypted(int size) throws Exception {
    var dump = Dumps.of(Files.write(folder.resolve("dump"), contents(size)));
    return Files.readAllBytes(
        new AgeWriter().write(dump, AgeKey.recipients(ANN), bytes -> {}).file());
  }

  private static byte[] contents(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private Identities identities(AgeKey... keys) {
    return Identities.read(AgeKey.write(folder.resolve("key.txt"), keys));
  }

  private static AgeReader reader(Identities identities) {
    return new AgeReader("x.age", identities);
  }

  private static byte[] read(byte[] file, Identities identities) throws IOException {
    return reader(identities).open(new ByteArrayInputStream(file)).readAllBytes();
  }

  private static ThrowableAssertAlternative<AgeException> refused(
      byte[] file, Identities identities) {
    return assertThatExceptionOfType(AgeException.class).isThrownBy(() -> read(file, identities));
  }
}
