package io.backupman.notifier.testkit;

import java.util.List;

/** Texts that break what is put together without care. */
final class HostileTexts {
  static final List<String> ALL =
      List.of(
          "a\r\nBcc: evil@example.com\n\nb",
          "\"quoted\" 'twice' `and` \\escaped\\ {\"a\": 1}",
          "<script>alert(1)</script> &amp; <@everyone> <!channel>",
          "*bold* _it_ [link](http://example.com) ```code``` | a | # h",
          "Ünïcödé 数据库 قاعدة 😀🚀 \u202edrow",
          "\u0000\u0001\u001b[31m\u007f\u0085\u2028",
          "cut in half \ud83d",
          "%s %n ${jndi:x} ${HOME} $(id) ../../etc/passwd",
          "x".repeat(10_000),
          "😀".repeat(5_000));

  private HostileTexts() {}
}
