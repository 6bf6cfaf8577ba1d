package io.backupman.core.drive.s3;

import io.backupman.core.drive.S3DriveSettings;
import io.backupman.net.Network;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * A real S3 server that keeps its objects in memory and checks signatures. It takes parts that are
 * as small as those of {@link S3Drives}.
 */
final class S3ProxyServer {
  static final String BUCKET = "backups";
  static final String ACCESS_KEY = "canary-access-key";
  static final String SECRET_KEY = "canary/secret+key";

  /** S3Proxy refuses parts under 5 MiB, as S3 does, but not those whose size it does not know. */
  private static final class SmallParts extends ForwardingBlobStore {

    private SmallParts(BlobStore store) {
      super(store);
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
      return super.listMultipartUpload(upload).stream().map(SmallParts::taken).toList();
    }

    private static Part taken(Part part) {
      return part.size() < S3Drives.PART_BYTES ? part : part.toBuilder().size(null).build();
    }
  }

  private final S3Proxy proxy;

  private S3ProxyServer(S3Proxy proxy) {
    this.proxy = proxy;
  }

  /** Starts one with an empty bucket. */
  static S3ProxyServer start() throws Exception {
    return start(builder());
  }

  /** Starts one that also speaks TLS, with the key of a PKCS #12 file. */
  static S3ProxyServer start(Path keyStore, String password) throws Exception {
    return start(
        builder()
            .secureEndpoint(URI.create("https://127.0.0.1:0"))
            .keyStore(keyStore.toString(), password));
  }

  private static S3Proxy.Builder builder() {
    var properties = new Properties();
    properties.setProperty("jclouds.provider", "transient-nio2");
    return S3Proxy.builder()
        .blobStore(new SmallParts(BlobStores.create("transient-nio2", properties)))
        .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
        .endpoint(URI.create("http://127.0.0.1:0"));
  }

  private static S3ProxyServer start(S3Proxy.Builder builder) throws Exception {
    var proxy = builder.build();
    proxy.start();
    var server = new S3ProxyServer(proxy);
    try (var client = server.client()) {
      client.createBucket(r -> r.bucket(BUCKET));
    }
    return server;
  }

  URI secureEndpoint() {
    return URI.create("https://127.0.0.1:" + proxy.getSecurePort());
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /** A drive in the bucket. */
  S3DriveSettings settings() {
    return settings(endpoint());
  }

  /** A drive in a bucket of that name, there. */
  static S3DriveSettings settings(URI endpoint) {
    return new S3DriveSettings(
        "S3 Drive", BUCKET, "us-east-1", keys(SECRET_KEY), endpoint, "some/prefix", true);
  }

  static S3DriveSettings.Keys keys(String secretKey) {
    return new S3DriveSettings.Keys(Secret.of(ACCESS_KEY), Secret.of(secretKey));
  }

  /** Looks into it from outside. */
  S3Client client() {
    return S3Clients.of(settings(), Network.DIRECT);
  }

  void stop() throws Exception {
    proxy.stop();
  }
}
