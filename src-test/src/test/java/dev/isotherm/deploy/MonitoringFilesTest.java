package dev.isotherm.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The files of Prometheus and Grafana, held against each other and against Prometheus' own tool.
 */
final class MonitoringFilesTest {
  private static final Path PROMETHEUS = DeployedFiles.FOLDER.resolve("prometheus");

  @Test
  void promtoolAcceptsRulesAndConfigurationAndItsTestsPass() throws Exception {
    Optional<Path> promtool = PrometheusProcess.program("promtool");
    assumeTrue(promtool.isPresent(), "promtool is not installed: prometheus");
    Path tool = promtool.get();
    assertThat(
            PrometheusProcess.promtool(
                tool, "check", "config", PROMETHEUS.resolve("prometheus.yml").toString()))
        .contains("1 rule files found", Query.ofAlarms().size() + " rules found");
    assertThat(
            PrometheusProcess.promtool(
                tool, "test", "rules", PROMETHEUS.resolve("tests.yml").toString()))
        .contains("SUCCESS");
  }

  @Test
  void eachAlarmHasATestInWhichItFiresAndIsExplained() throws Exception {
    Set<String> fired = new HashSet<>();
    for (Object test :
        DeployedFiles.list(DeployedFiles.document("prometheus/tests.yml"), "tests")) {
      Object alerts = ((Map<?, ?>) test).get("alert_rule_test");
      if (alerts instanceof List<?> list) {
        for (Object alert : list) {
          if (((Map<?, ?>) alert).get("exp_alerts") != null) {
            fired.add(DeployedFiles.text(alert, "alertname"));
          }
        }
      }
    }
    String page = Repository.text("docs/operations.md");
    assertThat(Query.ofAlarms())
        .isNotEmpty()
        .allSatisfy(
            alarm -> {
              assertThat(fired).contains(alarm.place());
              assertThat(page).contains("`" + alarm.place() + "`");
            });
  }

  @Test
  void scrapesTheProcessesThatComposeRunsAtThePortOfTheReporter() throws Exception {
    Object scraped = DeployedFiles.document("prometheus/prometheus.yml");
    Object compose =
        DeployedFiles.documents(Repository.root().resolve("docker-compose.yml")).get(0);
    Object conf =
        DeployedFiles.documents(Repository.root().resolve("flink-conf/config.yaml")).get(0);
    String port = DeployedFiles.text(scraped, "scrape_configs/0/dns_sd_configs/0/port");
    assertThat(DeployedFiles.text(conf, "metrics/reporter/prom/port")).startsWith(port + "-");
    assertThat(DeployedFiles.strings(scraped, "scrape_configs/0/dns_sd_configs/0/names"))
        .hasSize(2)
        .allSatisfy(
            name ->
                assertThat(DeployedFiles.strings(compose, "services/" + name + "/expose"))
                    .contains(port));
  }

  @Test
  void dashboardsAskDataSourcesThatAreProvisionedAndPanelsDoNotOverlap() throws Exception {
    Set<String> sources = new HashSet<>();
    try (var files = Files.list(DeployedFiles.FOLDER.resolve("grafana/provisioning/datasources"))) {
      for (Path file : files.toList()) {
        sources.add(DeployedFiles.text(DeployedFiles.documents(file).get(0), "datasources/0/uid"));
      }
    }
    Object provider =
        DeployedFiles.documents(
                DeployedFiles.FOLDER.resolve("grafana/provisioning/dashboards/isotherm.yaml"))
            .get(0);
    Object compose =
        DeployedFiles.documents(Repository.root().resolve("docker-compose.yml")).get(0);
    assertThat(DeployedFiles.list(compose, "services/grafana/volumes"))
        .anyMatch(
            mount ->
                DeployedFiles.text(mount, "source").equals("./deploy/grafana/dashboards")
                    && DeployedFiles.text(mount, "target")
                        .equals(DeployedFiles.text(provider, "providers/0/options/path")));
    assertThat(Query.dashboards()).isNotEmpty();
    for (Path file : Query.dashboards()) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      Set<String> cells = new HashSet<>();
      for (JsonNode panel : dashboard.get("panels")) {
        assertThat(sources).contains(panel.at("/datasource/uid").asText());
        assertThat(panel.get("description").asText()).as(panel.get("title").asText()).isNotBlank();
        JsonNode place = panel.get("gridPos");
        for (int x = 0; x < place.get("w").asInt(); x++) {
          for (int y = 0; y < place.get("h").asInt(); y++) {
            int column = place.get("x").asInt() + x;
            assertThat(column).isLessThan(24);
            assertThat(cells.add(column + " " + (place.get("y").asInt() + y)))
                .as("%s is on top of another panel", panel.get("title"))
                .isTrue();
          }
        }
      }
    }
  }
}
