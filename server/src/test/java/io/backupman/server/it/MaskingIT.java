package io.backupman.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.server.plugin.PluginJar;
import io.backupman.server.plugin.Sources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every secret key has a canary in it, everything that may fail does and says what it was given,
 * and the log says all that it can: no canary is to be seen anywhere.
 */
class MaskingIT {
  private static final String OWN_DATABASE = "canary-own-db-7f31";
  private static final String SOURCE = "canary-source-5b9e";
  private static final String WRONG = "canary-wrong-source-11c4";
  private static final String MAIL = "canary-mail-c0de";
  private static final String TOKEN = "canary-token-9a2d";
  private static final String QUERY = "canary-query-4410";
  private static final String HEADER = "canary-header-8e57";
  private static final String KEY =
      Base64.getEncoder().encodeToString("canary-signing-key-0123456789".getBytes(UTF_8));
  private static final String PLUGIN = "canary-plugin-6d18";
  private static final String BROKEN = "canary-broken-2b70";
  private static final String API = "canary-api-3e66";
  private static final String ADMIN = "canary-admin-f4a8";
  private static final List<String> CANARIES =
      List.of(
          OWN_DATABASE, SOURCE, WRONG, MAIL, TOKEN, QUERY, HEADER, KEY, PLUGIN, BROKEN, API, ADMIN);

  @TempDir private Path path;
  @TempDir private Path work;

  private final MariaDbServer server = MariaDbServer.shared();
  private final Map<String, String> seen = new LinkedHashMap<>();
  private HttpServer echo;

  MaskingIT() throws IOException {
    echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    echo.createContext("/echo", exchange -> answer(exchange, 500, everything(exchange)));
    echo.createContext(
        "/redirect",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/gone?token=" + QUERY + "&to=" + TOKEN);
          answer(exchange, 307, QUERY);
        });
    echo.start();
  }

  @BeforeEach
  void plugins() throws IOException {
    var plugins = Files.createDirectory(path.resolve("plugins"));
    new PluginJar(work)
        .source(
            Sources.sending(
                    "leaky",
                    """
                    System.getLogger("leaky").log(System.Logger.Level.ERROR, "using " + key, new Exception(key));
                    throw new IllegalStateException("refused: " + key);
                    """)
                .replace("\"good\"", "\"leaky\"")
                .replace(
                    "return new Notifier()",
                    "var key = settings.secret(\"key\").orElseThrow().value(); return new Notifier()"))
        .source(
            Sources.provider("leaky", "Broken", Sources.type("broken"))
                .replace(
                    "throw new UnsupportedOperationException(\"not made\")",
                    "throw new IllegalStateException(settings.secret(\"key\").orElseThrow().value())"))
        .service("leaky.Provider\nleaky.Broken\n")
        .build(plugins.resolve("leaky.jar"));
  }

  @AfterEach
  void stop() {
    echo.stop(0);
  }

  @Test
  void noSecretIsToBeSeenAnywhere() throws Exception {
    var own = server.createDatabase();
    configure(own, server.createDatabase());
    try (var smtp = new RefusingMailServer()) {
      new Folder(path)
          .write(
              "config.yml",
              new Folder(path).read("config.yml").replace("SMTP_PORT", "" + smtp.port()));
      for (var command : List.of(List.of("check"), List.of("notifiers"), List.of("health", "-v"))) {
        try (var run = start(command)) {
          run.awaitExit(Duration.ofMinutes(1));
          seen.put(String.join(" ", command), run.output());
        }
      }
      try (var backupman = start(List.of("serve", "-v"))) {
        use(backupman);
        backupman.terminate();
        backupman.awaitExit(Duration.ofMinutes(1));
        seen.put("serve", backupman.output());
      }
    }
    seen.put("database", dump(own));

    assertThat(seen.get("serve")).as("what is to be masked was there").contains("using ***");
    assertThat(seen.get("database")).contains("refused: ***").contains("answered 500");
    for (var canary : CANARIES) {
      var encoded = Base64.getEncoder().withoutPadding().encodeToString(canary.getBytes(UTF_8));
      assertThat(seen)
          .allSatisfy((where, text) -> assertThat(text).as(where).doesNotContain(canary, encoded));
    }
  }

  private void use(BackupmanProcess backupman) {
    var good = backupman.backUp("Good", API);
    assertThat(good.get("Status").asText()).as(good.toString()).isEqualTo("finished");
    var bad = backupman.backUp("Bad", API);
    assertThat(bad.get("Status").asText()).isEqualTo("failed");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                StreamSupport.stream(
                        backupman.get("/api/reports", API).findValues("Deliveries").spliterator(),
                        false)
                    .flatMap(d -> StreamSupport.stream(d.spliterator(), false))
                    .filter(d -> !d.get("Notifier").asText().equals("broken"))
                    .allMatch(d -> d.get("AttemptCount").asInt() > 0));
    for (var reply :
        List.of(
            "/health",
            "/api/backups",
            "/api/reports",
            "/api/notifiers",
            "/api/reports/unknown",
            "/api/reports/" + good.get("ReportId").asText(),
            "/api/reports/" + bad.get("ReportId").asText())) {
      seen.put(reply, backupman.answer("GET", reply, ADMIN).body());
    }
    seen.put("reload", backupman.answer("POST", "/api/admin/notifiers/reload", ADMIN).body());
    new Folder(path)
        .write("config.yml", new Folder(path).read("config.yml") + "  tokn: " + TOKEN + "\n");
    seen.put("refused", backupman.answer("POST", "/api/admin/notifiers/reload", ADMIN).body());
    assertThat(seen.get("refused")).contains("tokn");
  }

  private BackupmanProcess start(List<String> command) throws IOException {
    var logging = path.resolve("logging.properties");
    Files.writeString(
        logging, "jdk.level=ALL\nio.level=ALL\ncom.level=ALL\norg.level=FINE\njakarta.level=ALL\n");
    return BackupmanProcess.start(
        path,
        Map.of(
            "HEADER_CANARY",
            HEADER,
            "SOURCE_CANARY",
            SOURCE,
            "JAVA_TOOL_OPTIONS",
            "-Djava.util.logging.config.file=" + logging + " -Djdk.httpclient.HttpClient.log=all"),
        command.toArray(String[]::new));
  }

  private void configure(String own, String shop) throws SQLException {
    try (var connection = server.open("");
        var sql = connection.createStatement()) {
      for (var user : List.of("own:" + OWN_DATABASE, "source:" + SOURCE)) {
        var name = "'masking_" + user.substring(0, user.indexOf(':')) + "'@'%'";
        sql.execute("DROP USER IF EXISTS " + name);
        sql.execute(
            "CREATE USER "
                + name
                + " IDENTIFIED BY '"
                + user.substring(user.indexOf(':') + 1)
                + "'");
        sql.execute("GRANT ALL ON *.* TO " + name);
      }
    }
    var folder = new Folder(path);
    folder.write("own-password", OWN_DATABASE + "\n");
    folder.write("token", TOKEN + "\n");
    folder.write(
        "config.yml",
        """
        database: {provider: mariadb, host: %1$s, port: %2$d, db_name: %3$s, user: masking_own, password_file: own-password}
        data_sources:
          - {provider: mariadb, label: Good, host: %1$s, port: %2$d, db_name: %4$s, user: masking_source, password: "${SOURCE_CANARY}"}
          - {provider: mariadb, label: Bad, host: %1$s, port: %2$d, db_name: %4$s, user: masking_source, password: %5$s}
        drives: [{provider: local, label: Local, folder: ./storage}]
        notifiers:
          webhook:
            enabled: true
            endpoints:
              - name: echo
                url: %6$s/echo?channel=a&token=%7$s
                token_file: token
                secret: whsec_%8$s
                headers: {Authorization: "Bearer ${HEADER_CANARY}"}
              - {name: redirect, url: '%6$s/redirect?token=%7$s', token_file: token}
          mail:
            enabled: true
            smtp_host: 127.0.0.1
            smtp_port: SMTP_PORT
            smtp_user: user@example.com
            smtp_password: %9$s
            destinations: [{name: J, email: j@example.com}]
          leaky: {enabled: true, key: %10$s}
          broken: {enabled: true, key: %11$s}
        http:
          host: 127.0.0.1
          port: 0
          api_keys: [%12$s]
          admin_api_keys: [%13$s]
        """
            .formatted(
                server.host(),
                server.port(),
                own,
                shop,
                WRONG,
                "http://127.0.0.1:" + echo.getAddress().getPort(),
                QUERY,
                KEY,
                MAIL,
                PLUGIN,
                BROKEN,
                API,
                ADMIN));
  }

  private String dump(String database) throws SQLException {
    var text = new StringBuilder();
    try (var connection = server.open(database);
        var sql = connection.createStatement()) {
      for (var table :
          List.of("backups", "drive_files", "reports", "deliveries", "attempts", "audit_entries")) {
        try (var rows = sql.executeQuery("SELECT * FROM " + table)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              text.append(rows.getString(i)).append('\n');
            }
          }
        }
      }
    }
    return text.toString();
  }

  /** The request, as a receiver's error page shows it. */
  private static String everything(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    return exchange.getRequestURI()
        + " "
        + query.substring(query.lastIndexOf('=') + 1)
        + " "
        + exchange.getRequestHeaders().entrySet()
        + new String(exchange.getRequestBody().readAllBytes(), UTF_8).substring(0, 10);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
