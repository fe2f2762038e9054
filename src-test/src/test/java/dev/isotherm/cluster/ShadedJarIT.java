package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the jar that is submitted, and what must come from the cluster instead. */
final class ShadedJarIT {
  private static final List<String> ITS_OWN =
      List.of(
          "dev/isotherm/",
          "org/apache/flink/connector/base/",
          "org/apache/flink/connector/file/",
          "org/apache/flink/connector/kafka/",
          // Of the connectors as well, in packages that they share with Flink's core.
          "org/apache/flink/streaming/api/functions/sink/filesystem/",
          "org/apache/flink/streaming/connectors/kafka/",
          "org/apache/flink/streaming/util/serialization/JSONKeyValueDeserializationSchema",
          "org/apache/avro/",
          "org/apache/kafka/",
          // Parquet, with what it has renamed, and with the geometries that its columns may hold.
          "org/apache/parquet/",
          "org/postgresql/",
          "shaded/parquet/",
          "org/locationtech/jts/",
          "com/fasterxml/jackson/",
          "com/github/luben/zstd/",
          "net/jpountz/",
          "org/apache/commons/lang3/",
          "org/snakeyaml/engine/",
          "org/xerial/snappy/",
          "picocli/");

  @Test
  void holdsNothingThatTheClusterBrings() throws IOException {
    assertThat(classes())
        .allMatch(name -> ITS_OWN.stream().anyMatch(name::startsWith), "is of an allowed package");
    assertThat(classes())
        .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/core/"))
        .noneMatch(name -> name.startsWith("org/slf4j/"))
        .noneMatch(name -> name.startsWith("org/apache/logging/"));
  }

  @Test
  void holdsNoBrokerAndNoTests() throws IOException {
    assertThat(classes())
        .noneMatch(name -> name.startsWith("kafka/"))
        .noneMatch(name -> name.startsWith("org/apache/kafka/controller/"))
        .noneMatch(name -> name.startsWith("dev/isotherm/local/"))
        .noneMatch(name -> name.startsWith("org/junit/"));
  }

  @Test
  void holdsTheJobAndItsConnectors() throws IOException {
    assertThat(classes())
        .contains(
            "dev/isotherm/jobs/Isotherm.class",
            "org/apache/flink/connector/kafka/source/KafkaSource.class",
            "org/apache/flink/connector/kafka/sink/KafkaSink.class",
            "org/apache/flink/connector/file/src/FileSource.class",
            "org/apache/kafka/clients/consumer/KafkaConsumer.class");
  }

  @Test
  void namesItsMainClassAndIsNotSigned() throws IOException {
    try (var jar = new JarFile(Repository.jar().toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("dev.isotherm.jobs.Isotherm");
      assertThat(jar.stream().map(ZipEntry::getName))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"));
    }
  }

  private static List<String> classes() throws IOException {
    try (var jar = new JarFile(Repository.jar().toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
          .distinct()
          .toList();
    }
  }
}
