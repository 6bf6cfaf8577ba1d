import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Rows as those of a shop, the same each time: words by how often they occur, few that are alike. */
final class ShopRows {
  private static final LocalDateTime BEGIN = LocalDateTime.parse("2026-01-01T00:00:00");

  private final Random random = new Random(7);
  private final List<String> words = new ArrayList<>();

  ShopRows() {
    for (int i = 0; i < 20_000; i++) {
      words.add(letters(2 + random.nextInt(9)));
    }
  }

  private String letters(int count) {
    var common = "eeeeettttaaaaooooiiiinnnnsssshhhrrrddlllcummwfgypbvk";
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(common.charAt(random.nextInt(common.length())));
    }
    return text.toString();
  }

  /** The first words are by far the most frequent, as in a language. */
  private String word() {
    return words.get((int) (words.size() * Math.pow(random.nextDouble(), 3)));
  }

  private String words(int count) {
    return String.join(" ", Stream.generate(this::word).limit(count).toList());
  }

  private String at(long id) {
    return BEGIN.plusSeconds(id * 3 + random.nextInt(3)).toString().replace('T', ' ');
  }

  String order(long id) {
    return String.join(
        "\t",
        Long.toString(id),
        words(2),
        word() + "." + word() + random.nextInt(1000) + "@" + word() + ".example",
        random.nextInt(300) + " " + words(2) + " street",
        List.of("new", "paid", "shipped", "shipped", "shipped", "returned").get(random.nextInt(6)),
        random.nextInt(500) + "." + (10 + random.nextInt(90)),
        Integer.toString(1 + random.nextInt(5)),
        at(id) + "\n");
  }

  String event(long id) {
    var session = new UUID(random.nextLong(), random.nextLong());
    return id + "\t" + session + "\t" + at(id) + "\t{\"page\": \"/" + word() + "/" + word()
        + "\", \"took_ms\": " + random.nextInt(2000) + ", \"agent\": \"" + word() + "/"
        + random.nextInt(90) + "\", \"customer\": " + random.nextInt(100_000) + "}\n";
  }

  String article(long id) {
    return id + "\t" + words(6) + "\t" + words(50 + random.nextInt(300)) + ".\n";
  }

  /** Bytes that nothing makes smaller; a dump has them in hexadecimal. */
  String picture(long id) {
    var bytes = new byte[500 + random.nextInt(1500)];
    random.nextBytes(bytes);
    return id + "\t" + HexFormat.of().formatHex(bytes) + "\n";
  }
}
