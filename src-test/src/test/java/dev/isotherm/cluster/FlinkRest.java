package dev.isotherm.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the tests ask a cluster's REST API. */
public final class FlinkRest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper mapper = new ObjectMapper();
  private final URI base;

  FlinkRest(int port) {
    this.base = URI.create("http://localhost:" + port);
  }

  /** An operator chain of a job. */
  public record Vertex(String id, String name, String status, int parallelism) {}

  /** An answer with a status other than 200. */
  public static final class Refused extends IOException {
    private final int status;

    private Refused(String path, int status, String body) {
      super(path + " answered " + status + ": " + body);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  public JsonNode get(String path) throws IOException {
    return mapper.readTree(send(HttpRequest.newBuilder(), path));
  }

  /** Sends an empty body, as for a jar or a cancellation that must be refused. */
  public JsonNode post(String path) throws IOException {
    return mapper.readTree(
        send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString("{}")), path));
  }

  private String send(HttpRequest.Builder request, String path) throws IOException {
    try {
      var answer =
          client.send(
              request.uri(base.resolve(path)).timeout(TIMEOUT).build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Refused(path, answer.statusCode(), answer.body());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + path, e);
    }
  }

  public int taskManagers() throws IOException {
    return get("/overview").path("taskmanagers").asInt();
  }

  public int slots() throws IOException {
    return get("/overview").path("slots-total").asInt();
  }

  /** Whether this TaskManager is registered, slots and all. */
  boolean offersSlots(String taskManagerId) throws IOException {
    return StreamSupport.stream(get("/taskmanagers").path("taskmanagers").spliterator(), false)
        .filter(node -> node.path("id").asText().equals(taskManagerId))
        .anyMatch(node -> node.path("slotsNumber").asInt() > 0);
  }

  /** RUNNING, RESTARTING, FINISHED, FAILED … */
  public String jobStatus(String jobId) throws IOException {
    return get("/jobs/" + jobId).path("state").asText();
  }

  public List<Vertex> vertices(String jobId) throws IOException {
    var vertices = get("/jobs/" + jobId).path("vertices");
    return StreamSupport.stream(vertices.spliterator(), false)
        .map(
            node ->
                new Vertex(
                    node.path("id").asText(),
                    node.path("name").asText(),
                    node.path("status").asText(),
                    node.path("parallelism").asInt()))
        .toList();
  }

  public long completedCheckpoints(String jobId) throws IOException {
    return get("/jobs/" + jobId + "/checkpoints").path("counts").path("completed").asLong();
  }

  /**
   * A metric added up over the subtasks of a vertex.
   *
   * @param metric as the REST API lists it, for example {@code Source__x.numRecordsOut}
   * @return NaN if no subtask has reported it yet
   */
  public double metric(String jobId, String vertexId, String metric) throws IOException {
    String query = "?agg=sum&get=" + URLEncoder.encode(metric, StandardCharsets.UTF_8);
    var answer = get("/jobs/" + jobId + "/vertices/" + vertexId + "/subtasks/metrics" + query);
    return answer.isEmpty() ? Double.NaN : answer.path(0).path("sum").asDouble();
  }
}
