package dev.isotherm.cluster;

import dev.isotherm.local.machine.LoopbackPort;
import dev.isotherm.local.machine.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.GlobalConfiguration;

/** The folder that a cluster lives in, with the shipped configuration on ports of its own. */
record FlinkHome(TemporaryFolder folder, Configuration configuration) {
  private static final int LINES = 40;

  static FlinkHome create(Map<String, String> overrides) throws IOException {
    var home = new FlinkHome(TemporaryFolder.create("isotherm-flink-"), new Configuration());
    try {
      home.configure(overrides);
      return home;
    } catch (IOException | RuntimeException e) {
      home.folder().delete();
      throw e;
    }
  }

  private void configure(Map<String, String> overrides) throws IOException {
    for (String name : List.of("conf", "log", "tmp", "checkpoints", "savepoints")) {
      Files.createDirectories(path().resolve(name));
    }
    Path shipped = Repository.root().resolve("flink-conf");
    configuration.addAll(GlobalConfiguration.loadConfiguration(shipped.toString()));
    set("jobmanager.rpc.port", LoopbackPort.free());
    set("rest.port", LoopbackPort.free());
    set("io.tmp.dirs", path().resolve("tmp"));
    set("execution.checkpointing.dir", path().resolve("checkpoints").toUri());
    set("execution.checkpointing.savepoint-dir", path().resolve("savepoints").toUri());
    // A killed TaskManager is missed after seconds.
    set("heartbeat.interval", "1s");
    set("heartbeat.timeout", "15s");
    overrides.forEach(this::set);
    // As the scripts of the container image write it.
    Files.write(
        conf().resolve("config.yaml"),
        ConfigurationUtils.convertConfigToWritableLines(configuration, true));
    Files.copy(shipped.resolve("log4j.properties"), conf().resolve("log4j.properties"));
  }

  private void set(String key, Object value) {
    configuration.setString(key, value.toString());
  }

  Path path() {
    return folder.path();
  }

  Path conf() {
    return path().resolve("conf");
  }

  Path log() {
    return path().resolve("log");
  }

  /** What a process prints. */
  Path output(String process) {
    return log().resolve(process + ".out");
  }

  String lastWords() {
    try (var logs = Files.list(log())) {
      var text = new StringBuilder();
      for (Path log : logs.sorted().toList()) {
        text.append("== ").append(log.getFileName()).append('\n');
        var lines = Files.readAllLines(log);
        lines.stream()
            .skip(Math.max(0, lines.size() - LINES))
            .forEach(line -> text.append(line).append('\n'));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("The logs cannot be read.", e);
    }
  }
}
