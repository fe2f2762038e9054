package dev.isotherm.jobs.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.Eventually;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Alertmanager itself, on this machine, with files in a folder of the test. */
final class RealAlertmanager implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final Path program;
  private final Path folder;
  private final int port;
  private final Thread atExit = new Thread(this::kill);
  private Process process;

  private RealAlertmanager(Path program, Path folder, int port) {
    this.program = program;
    this.folder = folder;
    this.port = port;
  }

  /** The program, where it is installed; Debian gives it the longer name. */
  static Optional<Path> program() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                List.of("prometheus-alertmanager", "alertmanager").stream()
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it; it tells {@code people} of each alert by itself. */
  static RealAlertmanager start(Path program, Path folder, URI people) throws IOException {
    Files.writeString(
        folder.resolve("alertmanager.yml"),
        String.join(
            "\n",
            "route:",
            "  receiver: people",
            "  group_by: ['...']",
            "  group_wait: 0s",
            "  group_interval: 1s",
            "receivers:",
            "  - name: people",
            "    webhook_configs:",
            "      - url: " + people,
            "        send_resolved: true",
            ""));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    RealAlertmanager alertmanager = new RealAlertmanager(program, folder, port);
    Runtime.getRuntime().addShutdownHook(alertmanager.atExit);
    alertmanager.start();
    return alertmanager;
  }

  /** Once more, after {@link #stop}, with the files that it left. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + folder.resolve("alertmanager.yml"),
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("alertmanager.log").toFile()))
            .start();
    Eventually.holds(
        "Alertmanager is ready", BOUND, () -> get("/api/v2/status").contains("versionInfo"));
  }

  /** Ends it; what it knows of alerts is lost, not of whom it has told. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("Alertmanager did not end");
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The alerts that it takes for active. */
  List<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    new ObjectMapper().readTree(get("/api/v2/alerts")).forEach(alerts::add);
    return alerts;
  }

  private String get(String path) throws IOException {
    var connection = (HttpURLConnection) address().resolve(path).toURL().openConnection();
    connection.setConnectTimeout(1_000);
    connection.setReadTimeout(5_000);
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    Eventually.ends(process.toHandle(), BOUND);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
