package dev.isotherm.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.runtime.rest.HttpMethodWrapper;
import org.apache.flink.runtime.rest.handler.RestHandlerSpecification;
import org.apache.flink.runtime.rest.messages.ClusterOverviewHeaders;

/**
 * The answers to every GET request that Flink's REST API declares, for all jobs, vertices,
 * subtasks, checkpoints, TaskManagers and log files that there are.
 */
final class FlinkRestCrawl {
  private static final Pattern PARAMETER = Pattern.compile(":([a-z]+)");

  /** Requests that stop a job, and those about an operation that somebody has started before. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(".*/yarn-(cancel|stop)|.*/:(triggerid|clusterdatasetid|jarid).*");

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final int port;
  private final Map<String, String> answers = new LinkedHashMap<>();
  private int succeeded;

  private FlinkRestCrawl(int port) {
    this.port = port;
  }

  /** Asks for everything. */
  static FlinkRestCrawl of(int port) throws Exception {
    FlinkRestCrawl crawl = new FlinkRestCrawl(port);
    for (String endpoint : endpoints()) {
      crawl.askAll(endpoint, endpoint, Map.of());
    }
    return crawl;
  }

  /** Answers of all statuses, by path. */
  Map<String, String> answers() {
    return answers;
  }

  /** How many requests were answered with 200. */
  int succeeded() {
    return succeeded;
  }

  /** The paths of all GET requests that Flink's own classes declare, with parameters in them. */
  static Set<String> endpoints() throws Exception {
    Set<String> endpoints = new TreeSet<>();
    var source = ClusterOverviewHeaders.class.getProtectionDomain().getCodeSource().getLocation();
    try (JarFile jar = new JarFile(path(source.toURI()).toFile())) {
      for (String name : jar.stream().map(JarEntry::getName).toList()) {
        if (name.startsWith("org/apache/flink/runtime/rest/") && name.endsWith("Headers.class")) {
          declared(Class.forName(name.replace('/', '.').replaceFirst("\\.class$", "")))
              .filter(one -> one.getHttpMethod() == HttpMethodWrapper.GET)
              .map(RestHandlerSpecification::getTargetRestEndpointURL)
              .filter(url -> !LEFT_OUT.matcher(url).matches())
              .forEach(endpoints::add);
        }
      }
    }
    // These are files, not messages.
    endpoints.addAll(
        List.of(
            "/jobmanager/log", "/jobmanager/stdout", "/jars", "/jobs/:jobid/vertices/:vertexid"));
    return endpoints;
  }

  private static Path path(URI location) throws URISyntaxException {
    return Path.of(location);
  }

  private static Stream<RestHandlerSpecification> declared(Class<?> type)
      throws ReflectiveOperationException {
    if (Modifier.isAbstract(type.getModifiers())
        || !RestHandlerSpecification.class.isAssignableFrom(type)) {
      return Stream.empty();
    }
    for (Method method : type.getMethods()) {
      if (method.getName().equals("getInstance") && method.getParameterCount() == 0) {
        return Stream.of((RestHandlerSpecification) method.invoke(null));
      }
    }
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return Stream.of((RestHandlerSpecification) constructor.newInstance());
  }

  /** Fills in one parameter after the other with all its values. */
  private void askAll(String endpoint, String path, Map<String, String> chosen) throws Exception {
    Matcher parameter = PARAMETER.matcher(path);
    if (!parameter.find()) {
      ask(path);
      return;
    }
    String name = parameter.group(1);
    for (String value : values(endpoint, name, chosen)) {
      Map<String, String> more = new LinkedHashMap<>(chosen);
      more.put(name, value);
      askAll(endpoint, path.replaceFirst(":" + name + "\\b", value), more);
    }
  }

  private List<String> values(String endpoint, String name, Map<String, String> chosen)
      throws Exception {
    String job = "/jobs/" + chosen.get("jobid");
    return switch (name) {
      case "jobid" -> texts(json("/jobs").path("jobs"), "id");
      case "vertexid" -> texts(json(job).path("vertices"), "id");
      case "taskmanagerid" -> texts(json("/taskmanagers").path("taskmanagers"), "id");
      case "checkpointid" -> texts(json(job + "/checkpoints").path("history"), "id");
      case "subtaskindex", "attempt" -> List.of("0");
      case "filename" ->
          texts(
              json(endpoint.startsWith("/jobmanager")
                      ? "/jobmanager/logs"
                      : "/taskmanagers/" + chosen.get("taskmanagerid") + "/logs")
                  .path("logs"),
              "name");
      default -> throw new IllegalStateException("no values for :" + name + " of " + endpoint);
    };
  }

  private static List<String> texts(JsonNode nodes, String field) {
    List<String> texts = new ArrayList<>();
    nodes.forEach(node -> texts.add(node.path(field).asText()));
    return texts;
  }

  private JsonNode json(String path) throws Exception {
    return mapper.readTree(ask(path));
  }

  private String ask(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + port + path);
    var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    if (answers.put(path, answer.headers().map() + answer.body()) == null
        && answer.statusCode() == 200) {
      succeeded++;
    }
    return answer.body();
  }
}
