package io.backupman.server;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Outlook;
import io.backupman.core.store.engine.StoreException;
import org.junit.jupiter.api.Test;

/** Who may know whom, as {@code docs/architecture.md} draws it. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.backupman");

  @Test
  void seesTheWholeProgram() {
    assertThat(CLASSES.size()).isGreaterThan(250);
    for (var part :
        new String[] {
          "notifier.spi",
          "notifier.mail",
          "notifier.webhook",
          "notifier.http",
          "net",
          "core.store",
          "api",
          "server.config"
        }) {
      assertThat(
              CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith("io.backupman." + part)))
          .as(part)
          .isTrue();
    }
  }

  @Test
  void theSpiKnowsTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("io.backupman.notifier.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.backupman.notifier.spi..", "java..", "javax.net.ssl..", "org.jspecify.annotations")
        .check(CLASSES);
  }

  @Test
  void theNetworkKnowsTheSpiAndTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("io.backupman.net..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.backupman.net..",
            "io.backupman.notifier.spi..",
            "java..",
            "javax.net.ssl..",
            "org.jspecify.annotations")
        .check(CLASSES);
  }

  @Test
  void aNotifierKnowsOfUsTheSpiAndWhatChannelsOverHttpShare() {
    slices()
        .matching("io.backupman.notifier.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAPackage("io.backupman.notifier.spi.."))
        .ignoreDependency(alwaysTrue(), resideInAPackage("io.backupman.notifier.http.."))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.backupman.notifier..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.backupman.core..", "io.backupman.api..", "io.backupman.server..")
        .check(CLASSES);
  }

  @Test
  void whatChannelsOverHttpShareKnowsNoChannel() {
    classes()
        .that()
        .resideInAPackage("io.backupman.notifier.http..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.backupman.notifier.http..",
            "io.backupman.notifier.spi..",
            "com.fasterxml.jackson.core..",
            "java..",
            "javax.net.ssl..",
            "org.jspecify.annotations")
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsANotifierAtCompileTime() {
    noClasses()
        .that()
        .resideInAnyPackage("io.backupman.core..", "io.backupman.api..", "io.backupman.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.backupman.notifier.mail..",
            "io.backupman.notifier.webhook..",
            "io.backupman.notifier.http..")
        .check(CLASSES);
  }

  @Test
  void theCoreKnowsNeitherTheApiNorTheServer() {
    noClasses()
        .that()
        .resideInAPackage("io.backupman.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.backupman.api..", "io.backupman.server..")
        .check(CLASSES);
  }

  @Test
  void theApiDoesNotKnowTheServer() {
    noClasses()
        .that()
        .resideInAPackage("io.backupman.api..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.backupman.server..")
        .check(CLASSES);
  }

  @Test
  void helidonConfigStaysInTheServer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.backupman.server.config..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.helidon.config..")
        .check(CLASSES);
  }

  @Test
  void thePrometheusClientStaysInTheMetrics() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.backupman.api.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(CLASSES);
  }

  @Test
  void theWebServerStaysInTheApi() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.backupman.api..", "io.backupman.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.helidon.webserver..", "io.helidon.http..")
        .check(CLASSES);
  }

  @Test
  void sqlStaysInTheStoreAndInSourcesThatDumpThroughIt() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.backupman.core.store..", "io.backupman.core.source..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.backupman.core.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.helidon.dbclient..")
        .check(CLASSES);
  }

  @Test
  void whatOpensTheDatabaseIsTheStoresAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.backupman.core.store..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.backupman.core.store.engine")
                .and(
                    not(
                        belongToAnyOf(
                            StoreException.class, DatabaseSettings.class, Outlook.class))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.backupman.core.store.engine")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.h2..", "com.zaxxer.hikari..", "org.flywaydb..")
        .check(CLASSES);
  }

  @Test
  void aKindOfDriveKnowsNoOtherAndIsSeenAsItsDriveAlone() {
    slices()
        .matching("io.backupman.core.drive.(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
    isSeenAs("io.backupman.core.drive.local", "LocalDrive");
    isSeenAs("io.backupman.core.drive.s3", "S3Drive");
    isSeenAs("io.backupman.core.drive.google", "GoogleDrive", "auth\\..*");
  }

  @Test
  void aKindOfDatabaseKnowsNoOtherAndIsSeenAsItsDataSourceAlone() {
    slices()
        .matching("io.backupman.core.source.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAPackage("io.backupman.core.source.program"))
        .check(CLASSES);
    isSeenAs("io.backupman.core.source.mariadb", "MariaDbSource");
    isSeenAs("io.backupman.core.source.postgres", "PostgresSource");
    isSeenAs("io.backupman.core.source.sqlite", "SqliteSource", "SampleDatabase");
  }

  @Test
  void deliveringAlarmsAndResendingKnowNothingOfEachOther() {
    slices()
        .matching("io.backupman.core.report.(*)")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void whatTheConfigurationSaysKnowsNothingOfHowItIsRead() {
    noClasses()
        .that()
        .resideInAPackage("io.backupman.server.config.settings")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.backupman.server..")
                .and(not(resideInAPackage("io.backupman.server.config.settings"))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.backupman.server.config.yaml")
        .should()
        .dependOnClassesThat(resideInAPackage("io.backupman.server.config.section"))
        .check(CLASSES);
  }

  /** Nobody outside a package and those below it uses other types of them. */
  private static void isSeenAs(String packageName, String... types) {
    var seen = packageName.replace(".", "\\.") + "\\.(" + String.join("|", types) + ")";
    noClasses()
        .that()
        .resideOutsideOfPackage(packageName + "..")
        .should()
        .dependOnClassesThat(resideInAPackage(packageName + "..").and(not(nameMatching(seen))))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.backupman.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
