package io.backupman.core.source.mariadb;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The character sets of MariaDB and MySQL by their names there. */
final class MariaDbCharset {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("latin1", "windows-1252"),
          Map.entry("latin2", "ISO-8859-2"),
          Map.entry("latin5", "ISO-8859-9"),
          Map.entry("latin7", "ISO-8859-13"),
          Map.entry("greek", "ISO-8859-7"),
          Map.entry("hebrew", "ISO-8859-8"),
          Map.entry("koi8r", "KOI8-R"),
          Map.entry("koi8u", "KOI8-U"),
          Map.entry("cp850", "IBM850"),
          Map.entry("cp852", "IBM852"),
          Map.entry("cp866", "IBM866"),
          Map.entry("cp1250", "windows-1250"),
          Map.entry("cp1251", "windows-1251"),
          Map.entry("cp1256", "windows-1256"),
          Map.entry("cp1257", "windows-1257"),
          Map.entry("sjis", "Shift_JIS"),
          Map.entry("cp932", "windows-31j"),
          Map.entry("ujis", "EUC-JP"),
          Map.entry("euckr", "EUC-KR"),
          Map.entry("big5", "Big5"),
          Map.entry("gb2312", "GB2312"),
          Map.entry("gbk", "GBK"),
          Map.entry("gb18030", "GB18030"),
          Map.entry("tis620", "TIS-620"));

  private MariaDbCharset() {}

  /**
   * Reads a text whose characters are bytes.
   *
   * @param name what the servers call the character set; an unknown one is taken for UTF-8
   */
  static String decode(String bytes, String name) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), charset(name));
  }

  private static Charset charset(String name) {
    var known = NAMES.get(name.toLowerCase(Locale.ROOT));
    return known != null && Charset.isSupported(known)
        ? Charset.forName(known)
        : StandardCharsets.UTF_8;
  }
}
