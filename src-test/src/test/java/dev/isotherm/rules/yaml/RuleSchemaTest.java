package dev.isotherm.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema that editors use says what the reader says; judged by the keywords that it uses. */
class RuleSchemaTest {

  private JsonNode schema;

  @BeforeEach
  void read() throws IOException {
    schema =
        new ObjectMapper().readTree(Repository.root().resolve("docs/rules.schema.json").toFile());
  }

  @Test
  void whatTheDocumentationShowsIsRightByBoth() throws IOException {
    List<String> documents = blocks("docs/rules.md");
    assertThat(documents).hasSize(2);
    assertRight(documents.get(0));
    assertRight(Files.readString(Repository.root().resolve("docs/sample/rules.yaml")));
    assertRight(RuleFile.builtInText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "rules: 7",
        "rules: []\nmore: 1",
        "rules: [{ name: a, levels: { warning: { above: 1 } } }]",
        "rules: [{ metric: a, levels: { warning: { above: 1 } } }]",
        "rules: [{ name: a, metric: b }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5 }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5 minutes }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, sensors: '' }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, on: means }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, flapping: { transitions: 5 } }]",
        "rules: [{ name: a, metric: b, levels: { info: { above: 1 } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { above: 1, below: 0 } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { above: 1, clearAbove: 2 } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { above: x } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { outside: [1] } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { changesBy: { moreThan: 0, within: 5m"
            + " } } } }]"
      })
  void whatIsWrongIsWrongByBoth(String document) {
    assertThat(faults(document)).isNotEmpty();
    assertThatThrownBy(() -> RuleFile.parse("rules.yaml", document))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void theSchemaHasTheKeysThatTheReaderHas() {
    List<String> keys = new ArrayList<>();
    schema.at("/definitions/rule/properties").fieldNames().forEachRemaining(keys::add);
    assertThat(keys).containsExactlyInAnyOrderElementsOf(RuleReader.KEYS);
  }

  private void assertRight(String document) {
    assertThat(faults(document)).as(document).isEmpty();
    assertThatCode(() -> RuleFile.parse("rules.yaml", document)).doesNotThrowAnyException();
  }

  private List<String> faults(String document) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(document);
    List<String> faults = new ArrayList<>();
    judge(new ObjectMapper().valueToTree(value), schema, "", faults);
    return faults;
  }

  private void judge(JsonNode value, JsonNode by, String path, List<String> faults) {
    if (by.has("$ref")) {
      judge(value, schema.at(by.get("$ref").asText().substring(1)), path, faults);
    }
    if (by.has("type") && !hasType(value, by.get("type"))) {
      faults.add(path + " must be " + by.get("type"));
      return;
    }
    by.path("required")
        .forEach(key -> check(value.has(key.asText()), path + " needs " + key, faults));
    value
        .fieldNames()
        .forEachRemaining(
            key -> {
              JsonNode member = by.path("properties").path(key);
              JsonNode others = by.path("additionalProperties");
              check(!member.isMissingNode() || !others.isBoolean(), path + " has " + key, faults);
              JsonNode rule = member.isMissingNode() ? others : member;
              judge(value.get(key), rule, path + "/" + key, faults);
            });
    if (value.isArray() && by.has("items")) {
      value.forEach(element -> judge(element, by.get("items"), path + "/-", faults));
    }
    judgeChoices(value, by, path, faults);
    judgeScalars(value, by, path, faults);
  }

  private void judgeChoices(JsonNode value, JsonNode by, String path, List<String> faults) {
    for (String choice : new String[] {"oneOf", "anyOf"}) {
      if (by.has(choice)) {
        int fits = 0;
        for (JsonNode one : by.get(choice)) {
          List<String> against = new ArrayList<>();
          judge(value, one, path, against);
          fits += against.isEmpty() ? 1 : 0;
        }
        check(choice.equals("oneOf") ? fits == 1 : fits > 0, path + " fits " + fits, faults);
      }
    }
  }

  private static void judgeScalars(JsonNode value, JsonNode by, String path, List<String> faults) {
    if (by.has("enum")) {
      boolean listed = false;
      for (JsonNode one : by.get("enum")) {
        listed |= one.equals(value);
      }
      check(listed, path + " must be of " + by.get("enum"), faults);
    }
    String text = value.asText();
    check(text.length() >= by.path("minLength").asInt(0), path + " is too short", faults);
    check(text.length() <= by.path("maxLength").asInt(1 << 30), path + " is too long", faults);
    check(
        !by.has("pattern") || Pattern.compile(by.get("pattern").asText()).matcher(text).find(),
        path + " must match",
        faults);
    check(value.size() >= by.path("minItems").asInt(0), path + " has too few", faults);
    check(value.size() <= by.path("maxItems").asInt(1 << 30), path + " has too many", faults);
    double number = value.asDouble();
    check(number >= by.path("minimum").asDouble(-1e300), path + " is too small", faults);
    check(number <= by.path("maximum").asDouble(1e300), path + " is too great", faults);
    check(number > by.path("exclusiveMinimum").asDouble(-1e300), path + " is too small", faults);
  }

  private static void check(boolean right, String fault, List<String> faults) {
    if (!right) {
      faults.add(fault);
    }
  }

  private static boolean hasType(JsonNode value, JsonNode type) {
    if (type.isArray()) {
      boolean any = false;
      for (JsonNode one : type) {
        any |= hasType(value, one);
      }
      return any;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> value.isBoolean();
    };
  }

  private static List<String> blocks(String file) throws IOException {
    return Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(Files.readString(Repository.root().resolve(file)))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
