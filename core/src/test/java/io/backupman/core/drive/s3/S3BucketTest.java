package io.backupman.core.drive.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.S3DriveSettings;
import io.backupman.net.Network;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class S3BucketTest {

  @Test
  void anUploadMayTakeAsLongAsTheDriveIsPatient() {
    assertThat(attempt(Duration.ofHours(1), 1)).isGreaterThan(Duration.ofHours(1));
    assertThat(attempt(Duration.ofSeconds(1), 16 * 1024 * 60)).isEqualTo(Duration.ofMinutes(2));
  }

  private static Duration attempt(Duration timeout, long bytes) {
    var settings = new S3DriveSettings("S", "b", "r", null, null, "", true, null, timeout);
    return new S3Bucket(settings, Network.DIRECT).timeFor(bytes).apiCallAttemptTimeout().get();
  }
}
