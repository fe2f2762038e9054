package dev.isotherm.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.local.machine.LoopbackPort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Prometheus itself, on this machine, with files in a folder of the test; and promtool. */
final class PrometheusProcess implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final Process process;
  private final String address;
  private final Thread atExit = new Thread(this::kill);

  private PrometheusProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Where a program is installed. */
  static Optional<Path> program(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs promtool to its end.
   *
   * @return what it printed
   * @throws AssertionError if its exit code is not 0
   */
  static String promtool(Path program, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(command + ":\n" + output);
    }
    return output;
  }

  /** Starts it; it asks one process for its metrics, four times a second. */
  static PrometheusProcess start(Path program, Path folder, int target) throws IOException {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        String.join(
            "\n",
            "global: { scrape_interval: 250ms, evaluation_interval: 250ms }",
            "rule_files: [" + DeployedFiles.FOLDER.resolve("prometheus/alerts.yml") + "]",
            "scrape_configs:",
            "  - job_name: isotherm",
            "    static_configs: [{ targets: ['127.0.0.1:" + target + "'] }]",
            ""));
    String address = "127.0.0.1:" + LoopbackPort.free();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    PrometheusProcess prometheus = new PrometheusProcess(process, address);
    Runtime.getRuntime().addShutdownHook(prometheus.atExit);
    Eventually.holds(
        "Prometheus is ready", BOUND, () -> prometheus.get("/-/ready").statusCode() == 200);
    return prometheus;
  }

  /**
   * What a query finds now.
   *
   * @throws IllegalStateException if it is not a query
   */
  JsonNode query(String expression) throws IOException, InterruptedException {
    var response =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    JsonNode answer = new ObjectMapper().readTree(response.body());
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalStateException(expression + ": " + response.body());
    }
    return answer.at("/data/result");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
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
