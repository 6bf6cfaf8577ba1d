package io.backupman.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisNodeTest {
  @Test
  void theNameOfAMachineNeedsNoAddressInTheNameService(@TempDir Path folder) throws Exception {
    var kernel = Files.writeString(folder.resolve("hostname"), "backup-1.no-such-domain.invalid\n");

    assertThat(ThisNode.hostName(kernel)).isEqualTo("backup-1.no-such-domain.invalid");
  }

  @Test
  void whereNoKernelTellsTheNameServiceIsAsked(@TempDir Path folder) {
    assertThat(ThisNode.hostName(folder.resolve("none"))).isNotBlank();
  }
}
