package io.backupman.notifier.mail;

import static io.backupman.notifier.mail.MailTests.failure;
import static io.backupman.notifier.mail.MailTests.section;
import static io.backupman.notifier.mail.MailTests.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that speak other languages than English. */
class ReplyTextTest {
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SmtpServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** As the test's server writes characters: each as one octet. */
  private static String octets(String text, String charset) {
    return new String(text.getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, 550 5.1.1 用户不存在",
    "UTF-8, 550 5.1.1 Empfänger ungültig – größer",
    "UTF-8, 550 5.1.1 Получатель не найден",
    "UTF-8, 550 5.1.1 📮 à l'intérieur",
    "GBK, 550 5.1.1 用户不存在",
    "GBK, 550 Mailbox not found: 邮箱已满，请稍后再试",
    "GB18030, 550 5.7.1 拒绝接收。",
    "ISO-8859-1, 550 5.1.1 Empfänger ungültig: Größe",
    "ISO-8859-1, 550 5.1.1 Boîte à lettres indisponible",
    "US-ASCII, 550 5.1.1 No such user",
  })
  void aRefusalIsReadInItsLanguage(String charset, String reply) {
    server.answering("RCPT", octets(reply, charset));

    assertThat(failure(section(server, "none")).getMessage()).endsWith(reply);
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "GBK"})
  void aReceiptIsReadInItsLanguage(String charset) throws Exception {
    server.answering(".", octets("250 邮件已成功发送", charset));

    assertThat(send(section(server, "none")).detail()).isEqualTo("250 邮件已成功发送");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "GBK"})
  void aGreetingThatRefusesIsReadInItsLanguage(String charset) {
    server.answering("CONNECT", octets("554 连接被拒绝", charset));

    assertThat(failure(section(server, "none")).getMessage()).endsWith("554 连接被拒绝");
  }

  @Test
  void severalLinesAreReadInTheirLanguage() {
    server.answering("RCPT", octets("550-用户不存在\r\n550 请联系管理员", "GBK"));

    assertThat(failure(section(server, "none")).getMessage()).endsWith("550-用户不存在 550 请联系管理员");
  }
}
