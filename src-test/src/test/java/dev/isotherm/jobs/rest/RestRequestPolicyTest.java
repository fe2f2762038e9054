package dev.isotherm.jobs.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestRequestPolicyTest {

  private static final String HOST = "localhost:8081";

  private final RestRequestPolicy policy = new RestRequestPolicy(Set.of("localhost", "jobmanager"));

  private Optional<String> refusal(String method, String path, Map<String, String> headers) {
    return policy.refusal(method, path, headers::get);
  }

  @Test
  void answersClientsThatAreNoBrowsers() {
    assertThat(refusal("GET", "/overview", Map.of())).isEmpty();
    assertThat(refusal("PATCH", "/jobs/1", Map.of("Host", HOST))).isEmpty();
    assertThat(refusal("POST", "/jobs/1/stop", Map.of("Host", "jobmanager:8081"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:8081", "jobmanager:80", "127.0.0.1:8081", "[::1]:8081"})
  void answersToItsNamesAndToAddresses(String host) {
    assertThat(refusal("GET", "/overview", Map.of("Host", host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:8081",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "",
        ":80"
      })
  void refusesNamesThatAPageCouldMakeResolveToIt(String host) {
    assertThat(refusal("GET", "/overview", Map.of("Host", host)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("Host", "isotherm.rest.hosts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "http://localhost:3000",
        "http://localhost:8081.evil.example",
        "http://localhost",
        "file://localhost:8081",
        "null"
      })
  void refusesForeignOrigins(String origin) {
    var headers = Map.of("Host", HOST, "Origin", origin);
    assertThat(refusal("POST", "/jobs", headers)).isPresent();
    assertThat(refusal("GET", "/overview", headers)).isPresent();
  }

  @Test
  void answersItsOwnPages() {
    var own =
        Map.of("Host", HOST, "Origin", "http://localhost:8081", "Sec-Fetch-Site", "same-origin");
    assertThat(refusal("GET", "/jobs/overview", own)).isEmpty();
    assertThat(refusal("POST", "/jobs/1/savepoints", own)).isEmpty();
    var behindTls = Map.of("Host", "jobmanager", "Origin", "https://jobmanager");
    assertThat(refusal("POST", "/jobs/1/savepoints", behindTls)).isEmpty();
    assertThat(refusal("GET", "/", Map.of("Host", HOST, "Sec-Fetch-Site", "none"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void answersALinkOnAnotherPageButNothingThatAPageLoads(String site) {
    var link =
        Map.of(
            "Host",
            HOST,
            "Sec-Fetch-Site",
            site,
            "Sec-Fetch-Mode",
            "navigate",
            "Sec-Fetch-Dest",
            "document");
    assertThat(refusal("GET", "/", link)).isEmpty();
    assertThat(refusal("POST", "/jobs", link)).isPresent();
    var image =
        Map.of(
            "Host",
            HOST,
            "Sec-Fetch-Site",
            site,
            "Sec-Fetch-Mode",
            "no-cors",
            "Sec-Fetch-Dest",
            "image");
    assertThat(refusal("GET", "/config", image)).isPresent();
    var frame =
        Map.of(
            "Host",
            HOST,
            "Sec-Fetch-Site",
            site,
            "Sec-Fetch-Mode",
            "navigate",
            "Sec-Fetch-Dest",
            "iframe");
    assertThat(refusal("GET", "/", frame)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/jobs/1/yarn-cancel", "/v1/jobs/1/yarn-stop", "/jobs/1/yarn-cancel/"})
  void refusesToStopAJobByGet(String path) {
    assertThat(refusal("GET", path, Map.of("Host", HOST)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("flink cancel"));
  }
}
