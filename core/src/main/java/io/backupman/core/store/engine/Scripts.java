package io.backupman.core.store.engine;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.scanner.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of the migrations, with the names that the tables have in one database. Where they
 * are not the usual ones, the scripts have other checksums: a version that knows the usual names
 * only refuses such a database.
 */
final class Scripts implements ResourceProvider {
  private static final String LOCATION = "classpath:io/backupman/core/store/migration";
  private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+)");

  private final ResourceProvider written;
  private final TableNames names;

  private Scripts(FluentConfiguration configuration, TableNames names) {
    this.written = new Scanner<>(JavaMigration.class, configuration, configuration.getLocations());
    this.names = names;
  }

  /** A configuration that knows the scripts. */
  static FluentConfiguration configured(TableNames names) {
    var configuration = Flyway.configure(Scripts.class.getClassLoader()).locations(LOCATION);
    return configuration.resourceProvider(new Scripts(configuration, names));
  }

  /** The tables that they make. */
  static Set<String> tables(TableNames names) {
    return configured(names).getResourceProvider().getResources("V", new String[] {".sql"}).stream()
        .map(Scripts::text)
        .flatMap(script -> TABLE.matcher(script).results().map(found -> found.group(1)))
        .collect(toUnmodifiableSet());
  }

  @Override
  public @Nullable LoadableResource getResource(String name) {
    var found = written.getResource(name);
    return found == null ? null : new Named(found, names);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return written.getResources(prefix, suffixes).stream()
        .<LoadableResource>map(script -> new Named(script, names))
        .toList();
  }

  private static String text(LoadableResource script) {
    try (var reader = script.read()) {
      var text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A script with the names that tables have. */
  private static final class Named extends LoadableResource {
    private final LoadableResource written;
    private final TableNames names;

    Named(LoadableResource written, TableNames names) {
      this.written = written;
      this.names = names;
    }

    @Override
    public Reader read() {
      return new StringReader(names.in(text(written)));
    }

    @Override
    public String getAbsolutePath() {
      return written.getAbsolutePath();
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return written.getAbsolutePathOnDisk();
    }

    @Override
    public String getFilename() {
      return written.getFilename();
    }

    @Override
    public String getRelativePath() {
      return written.getRelativePath();
    }
  }
}
