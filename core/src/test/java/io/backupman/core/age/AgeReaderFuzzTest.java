package io.backupman.core.age;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.backupman.core.testing.AgeKey;
import io.backupman.core.testing.Dumps;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An encrypted file comes back whole, and one that is damaged is never taken for it. */
@Timeout(60)
class AgeReaderFuzzTest {
  private static final AgeKey KEY = AgeKey.create();
  private static final int CHUNK = 64 * 1024;

  /** An encrypted file and what is in it; a character for each byte. */
  private record Sample(String file, String contents) {
    static Sample of(byte[] file, byte[] contents) {
      return new Sample(new String(file, ISO_8859_1), new String(contents, ISO_8859_1));
    }

    byte[] bytes() {
      return file.getBytes(ISO_8859_1);
    }
  }

  @TempDir private static Path folder;
  private static final List<Sample> SAMPLES = new ArrayList<>();

  @BeforeAll
  static void encrypt() throws IOException, InterruptedException {
    for (int size : new int[] {0, 100, CHUNK, CHUNK + 1}) {
      var contents = new byte[size];
      new Random(size).nextBytes(contents);
      var dump = Dumps.of(Files.write(folder.resolve("dump"), contents));
      var encrypted = new AgeWriter().write(dump, AgeKey.recipients(KEY), bytes -> {}).file();
      SAMPLES.add(Sample.of(Files.readAllBytes(encrypted), contents));
      Files.delete(encrypted);
    }
    SAMPLES.add(armored(SAMPLES.get(1)));
    AgeKey.write(folder.resolve("key.txt"), KEY);
  }

  private static Sample armored(Sample sample) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(sample.bytes());
    var text =
        "-----BEGIN AGE ENCRYPTED FILE-----\n" + lines + "\n-----END AGE ENCRYPTED FILE-----\n";
    return new Sample(text, sample.contents());
  }

  @FuzzTest
  void noDamagedFileIsTakenForTheWhole(FuzzedDataProvider input) throws IOException {
    var sample = SAMPLES.get(input.consumeInt(0, SAMPLES.size() - 1));
    var file = sample.bytes();
    int changes = input.consumeInt(0, 3);
    for (int i = 0; i < changes; i++) {
      file = changed(file, input);
    }
    try (var in =
        new AgeReader("x.age", Identities.read(folder.resolve("key.txt")))
            .open(new ByteArrayInputStream(file))) {
      assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo(sample.contents());
    } catch (AgeException refused) {
      assertThat(file).isNotEqualTo(sample.bytes());
      assertThat(refused.getMessage()).startsWith("x.age is ").doesNotContain("\n", "Exception");
    }
  }

  private static byte[] changed(byte[] file, FuzzedDataProvider input) {
    int from = input.consumeInt(0, file.length);
    int to = Math.min(file.length, from + input.consumeInt(0, 200));
    var out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(file, from));
    switch (input.consumeInt(0, 3)) {
      case 0 -> {
        return out.toByteArray(); // Cut off.
      }
      case 1 -> out.writeBytes(input.consumeBytes(to - from));
      case 2 -> {
        var part = Arrays.copyOfRange(file, from, to);
        for (int i = 0; i < part.length; i++) {
          part[i] ^= input.consumeByte();
        }
        out.writeBytes(part);
      }
      default -> out.writeBytes(Arrays.copyOfRange(file, from / 2, to)); // Some of it twice.
    }
    out.writeBytes(Arrays.copyOfRange(file, to, file.length));
    return out.toByteArray();
  }
}
