package dev.isotherm.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.CoreOptions;

/**
 * What a Flink distribution has in its lib folder, from the jars of the tests' class path, and how
 * its scripts start a JVM. Nothing of Isotherm, Kafka or another connector is in it: what a job
 * needs of these must come from the submitted jar.
 */
final class FlinkDistribution {
  private static final Pattern LIB =
      Pattern.compile(
          "(flink-(annotations|clients|connector-datagen|core|core-api|datastream|datastream-api"
              + "|file-sink-common|hadoop-fs|metrics-core|queryable-state-client-java|rpc-.*"
              + "|runtime|runtime-web|shaded-.*|streaming-java)"
              + "|commons-(cli|collections|compress|io|lang3|math3|text)"
              + "|async-profiler|javassist|jsr305|kryo|lz4-java|minlog|objenesis|reflectasm"
              + "|snakeyaml-engine|snappy-java|log4j-(api|core|slf4j-impl)|slf4j-api)"
              + "-[0-9][^-]*(-[0-9.]+|-GA|\\.Final-[0-9.]+|-jre-[0-9.]+)?\\.jar");

  private FlinkDistribution() {}

  /** The class path of its processes. */
  static String lib() {
    String lib =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> LIB.matcher(Path.of(entry).getFileName().toString()).matches())
            .collect(Collectors.joining(File.pathSeparator));
    for (String needed : List.of("flink-runtime-2", "flink-clients", "log4j-core")) {
      if (!lib.contains(needed)) {
        throw new IllegalStateException("The tests' class path lacks " + needed + ".");
      }
    }
    return lib;
  }

  /**
   * Starts a JVM as the distribution's scripts do.
   *
   * @param home holds its configuration and takes its logs
   * @param name of the log file
   */
  static Process start(FlinkHome home, String name, List<String> jvm, List<String> main)
      throws IOException {
    var builder =
        new ProcessBuilder(java(home, name, jvm, main))
            .directory(home.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.output(name).toFile());
    builder.environment().put("CLASSPATH", lib());
    builder.environment().put("FLINK_CONF_DIR", home.conf().toString());
    return builder.start();
  }

  private static List<String> java(
      FlinkHome home, String name, List<String> jvm, List<String> main) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(words(home.configuration().get(CoreOptions.FLINK_JVM_OPTIONS)));
    // They live for seconds.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(jvm);
    command.add("-Djava.io.tmpdir=" + home.path().resolve("tmp"));
    command.add("-Dlog.file=" + home.log().resolve(name + ".log"));
    command.add("-Dlog4j2.configurationFile=" + home.conf().resolve("log4j.properties").toUri());
    command.addAll(main);
    return command;
  }

  /** Writes what bin/flink is in a distribution, for scripts that call it. */
  static void writeClientScript(FlinkHome home, Path script) throws IOException {
    var main = List.of(CliFrontend.class.getName());
    var java = java(home, "client-script", List.of("-Xmx512m"), main);
    var lines =
        List.of(
            "#!/usr/bin/env bash",
            "export CLASSPATH='" + lib() + "'",
            "export FLINK_CONF_DIR='" + home.conf() + "'",
            "exec '" + String.join("' '", java) + "' \"$@\"");
    Files.write(script, lines);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  static List<String> words(String text) {
    return Stream.of(text.trim().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
