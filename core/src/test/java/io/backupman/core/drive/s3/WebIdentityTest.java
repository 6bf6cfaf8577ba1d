package io.backupman.core.drive.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.testing.Dumps;
import io.backupman.net.Network;
import io.backupman.net.ProxyAddress;
import io.backupman.net.ProxySettings;
import io.backupman.net.testing.ProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drive without keys, where the environment names a token in a file, as in Amazon EKS. */
@Timeout(60)
class WebIdentityTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/backupman";

  @TempDir Path folder;
  private final ScriptedS3 service;
  private final HttpServer sts;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> signed = new CopyOnWriteArrayList<>();
  private volatile Duration lifetime = Duration.ofHours(1);
  private volatile int status = 200;
  private volatile String answer = "";
  private Path token = Path.of("");

  WebIdentityTest() throws IOException {
    service = new ScriptedS3();
    sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext("/", this::giveCredentials);
    sts.start();
  }

  @BeforeEach
  void environment() throws IOException {
    token = Files.writeString(folder.resolve("token"), "first.token");
    System.setProperty("aws.webIdentityTokenFile", token.toString());
    System.setProperty("aws.roleArn", ROLE);
    System.setProperty("aws.endpointUrlSts", "http://127.0.0.1:" + sts.getAddress().getPort());
    service.fails(
        (request, exchange) -> {
          var headers = exchange.getRequestHeaders();
          signed.add(
              headers.getFirst("Authorization").replaceFirst(".*Credential=([^/]*)/.*", "$1")
                  + " with "
                  + headers.getFirst("X-Amz-Security-Token"));
          return false;
        });
  }

  @AfterEach
  void stop() {
    List.of("webIdentityTokenFile", "roleArn", "endpointUrlSts", "accessKeyId", "secretAccessKey")
        .forEach(name -> System.clearProperty("aws." + name));
    sts.stop(0);
    service.close();
  }

  @Test
  void signsWithTheCredentialsOfTheRoleWhichAreAskedForOnce() throws Exception {
    var drive = drive(Network.DIRECT);
    var dump = Files.writeString(folder.resolve("dump"), "contents");

    drive.store(Dumps.of(dump), "copy", bytes -> {});

    assertThat(service.object("copy")).isEqualTo("contents".getBytes(UTF_8));
    assertThat(signed).isNotEmpty().containsOnly("key-1 with session-1");
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst())
        .contains(
            "Action=AssumeRoleWithWebIdentity",
            "RoleArn=" + ROLE,
            "RoleSessionName=backupman",
            "WebIdentityToken=first.token");
  }

  @Test
  void whenTheCredentialsEndTheTokenOfThenIsTaken() throws Exception {
    lifetime = Duration.ofMinutes(2); // The SDK asks again within the last five.
    var drive = drive(Network.DIRECT);
    drive.check();
    Files.writeString(token, "second.token");

    drive.check();

    assertThat(asked.getLast()).contains("WebIdentityToken=second.token");
    assertThat(signed.getFirst()).isEqualTo("key-1 with session-1");
    assertThat(signed.getLast()).isEqualTo("key-%1$s with session-%1$s", asked.size());
  }

  @Test
  void theCredentialsAreAskedForByTheProxyOfAllConnections() {
    System.setProperty("aws.endpointUrlSts", "https://sts.example");
    try (var proxy = ProxyServer.refusing("HTTP/1.1 403 Forbidden\r\n\r\n")) {
      var network =
          Network.of(
              new ProxySettings(
                  Optional.of(ProxyAddress.parse(proxy.url())), false, Optional.empty()),
              Map.of());

      fails(drive(network))
          .withMessage(
              "The proxy %s refused the connection to sts.example:443: it answered 403 Forbidden.",
              proxy.address());
    }
  }

  @Test
  void aKeyOfTheEnvironmentGoesFirst() throws Exception {
    System.setProperty("aws.accessKeyId", "own");
    System.setProperty("aws.secretAccessKey", "secret");

    drive(Network.DIRECT).check();

    assertThat(signed).containsExactly("own with null");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, Not authorized to perform sts:AssumeRoleWithWebIdentity",
    "400, ExpiredTokenException, Token expired",
    "404, NoSuchThing, Not here",
  })
  void aRefusalIsToldAsThatOfTheTokenNotOfTheBucket(int status, String code, String message) {
    fail(status, code, message);

    fails(drive(Network.DIRECT))
        .withMessage(
            "AWS STS gives no credentials for the role %s (%s: %s): correct AWS_ROLE_ARN, whom the"
                + " role trusts, or the token %s.",
            ROLE, code, message, token)
        .returns(false, DriveException::isPassing);
    assertThat(service.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"503, ServiceUnavailable", "400, IDPCommunicationError", "500, InternalFailure"})
  void troubleThatPassesIsWorthAnotherTry(int status, String code) {
    fail(status, code, "Please try again");

    fails(drive(Network.DIRECT))
        .withMessageStartingWith("AWS STS in us-east-1 ")
        .returns(true, DriveException::isPassing);
  }

  @Test
  void aServiceThatCannotBeReachedIsSaid() {
    sts.stop(0);

    fails(drive(Network.DIRECT))
        .withMessage("AWS STS in us-east-1 cannot be reached: nobody answers there.")
        .returns(true, DriveException::isPassing);
  }

  @Test
  void aTokenThatIsNotThereIsSaid() throws IOException {
    Files.delete(token);

    fails(drive(Network.DIRECT))
        .withMessage(
            "The token %s, which AWS_WEB_IDENTITY_TOKEN_FILE names, could not be read: there is no"
                + " such file.",
            token);
  }

  @Test
  void aRoleThatIsMissingIsSaid() {
    System.clearProperty("aws.roleArn");

    fails(drive(Network.DIRECT))
        .withMessage(
            "AWS_WEB_IDENTITY_TOKEN_FILE is %s, but AWS_ROLE_ARN, which belongs to it, is not set.",
            token);
  }

  private S3Drive drive(Network network) {
    var settings =
        new S3DriveSettings(
            "S3 Drive", ScriptedS3.BUCKET, "us-east-1", null, service.endpoint(), "", true);
    return S3Drives.of(settings, network);
  }

  private static ThrowableAssertAlternative<DriveException> fails(S3Drive drive) {
    return assertThatExceptionOfType(DriveException.class).isThrownBy(drive::check);
  }

  private void fail(int next, String code, String message) {
    answer =
        "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
                .formatted(code, message)
            + "<RequestId>1</RequestId></ErrorResponse>";
    status = next;
  }

  private void giveCredentials(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), UTF_8), UTF_8));
      var text = status == 200 ? credentials(asked.size()) : answer;
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      ScriptedS3.send(exchange, status, text.getBytes(UTF_8));
    }
  }

  private String credentials(int number) {
    return """
        <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
        <AccessKeyId>key-%1$s</AccessKeyId><SecretAccessKey>secret-%1$s</SecretAccessKey>
        <SessionToken>session-%1$s</SessionToken><Expiration>%2$s</Expiration>
        </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
        """
        .formatted(number, Instant.now().plus(lifetime));
  }
}
