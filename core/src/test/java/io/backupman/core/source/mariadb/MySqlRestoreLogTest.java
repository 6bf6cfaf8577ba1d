package io.backupman.core.source.mariadb;

import io.backupman.core.process.SearchPath;
import io.backupman.core.testing.InstalledMySql;
import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real MySQL server writes down of a verification by MySQL's own programs. */
@Timeout(600)
class MySqlRestoreLogTest extends RestoreLogContract {
  @RegisterExtension static final InstalledMySql MYSQL = new InstalledMySql();

  @Override
  MariaDbServer server() {
    return MYSQL.server();
  }

  @Override
  SearchPath programs() throws IOException {
    Path mysql = Files.createDirectories(folder.resolve("mysql"));
    MYSQL.programs().script("usr/bin/mysqldump", mysql);
    MYSQL.programs().script("usr/bin/mysql", mysql);
    return new SearchPath(List.of(mysql));
  }

  @Override
  boolean isMySql() {
    return true;
  }
}
