package dev.isotherm.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A query that we ship.
 *
 * @param place the alarm or the panel that it is of
 * @param expression in the language of Prometheus
 */
record Query(String place, String expression) {
  private static final Pattern METRIC = Pattern.compile("\\bflink_\\w+");

  /** The queries of the alarms in deploy/prometheus/alerts.yml. */
  static List<Query> ofAlarms() throws IOException {
    var queries = new ArrayList<Query>();
    for (Object rule :
        DeployedFiles.list(DeployedFiles.document("prometheus/alerts.yml"), "groups/0/rules")) {
      queries.add(new Query(DeployedFiles.text(rule, "alert"), DeployedFiles.text(rule, "expr")));
    }
    return queries;
  }

  /** The queries of the dashboards in deploy/grafana whose source is Prometheus. */
  static List<Query> ofDashboards() throws IOException {
    var queries = new ArrayList<Query>();
    for (Path file : dashboards()) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      for (JsonNode panel : dashboard.get("panels")) {
        for (JsonNode target : panel.path("targets")) {
          if (target.at("/datasource/type").asText().equals("prometheus")) {
            String place = dashboard.get("title").asText() + ": " + panel.get("title").asText();
            queries.add(new Query(place, target.get("expr").asText()));
          }
        }
      }
    }
    return queries;
  }

  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DeployedFiles.FOLDER.resolve("grafana/dashboards"))) {
      return files.sorted().toList();
    }
  }

  /** The metrics of Flink that it names. */
  Set<String> metrics() {
    return METRIC
        .matcher(expression)
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
