package dev.isotherm.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.condition.Condition.Kind;
import dev.isotherm.rules.schedule.Schedule;
import dev.isotherm.rules.text.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Holds docs/rules.schema.json, which editors use, and the table of keys in docs/rules.md to the
 * reader. Interprets the keywords that the schema uses.
 */
class RuleSchemaTest {

  private JsonNode schema;

  @BeforeEach
  void read() throws IOException {
    schema =
        new ObjectMapper().readTree(Repository.root().resolve("docs/rules.schema.json").toFile());
  }

  @Test
  void bothAcceptTheDocumentedFiles() throws IOException {
    List<String> documents = blocks("docs/rules.md");
    assertThat(documents).hasSize(6);
    assertRight(documents.get(0));
    assertRight(documents.get(1));
    assertRight(documents.get(2));
    assertRight(documents.get(3));
    assertRight(documents.get(4));
    assertRight(Repository.text("docs/sample/rules.yaml"));
    assertRight(RuleFile.builtInText());
    assertRight("rules: [{ name: a, metric: b, noDataAfter: 5m, sensors: [c, 'd-*'] }]");
    assertRight("rules: [{ name: a, signal: c / d, where: { c: b }, noDataAfter: 5m }]");
    assertRight(
        "severities: [low, high_2]\nrules: [{ name: a, metric: b, levels: { low: { above: 1 },"
            + " high_2: { above: 2 } }, noDataAfter: 5m, noDataSeverity: high_2 }]");
    assertRight(
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: [{ days: [mon, wed-fri], from:"
            + " 06:00, to: 24:00, zone: UTC }, { days: sun, zone: Europe/Madrid }] }]\n"
            + "maintenance: [{ name: n, rules: a, sensors: [c], from: 2026-12-24T00:00:00Z, to:"
            + " 2026-12-26T00:00:00+01:00 }, { from: '22:00', to: '02:00', zone: UTC }, { days: sun,"
            + " zone: UTC }]");
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
        "rules: [{ name: a, metric: b, noDataAfter: 5m, sensors: [] }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, sensors: [c, [d]] }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, sensors: { kind: [] } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, sensors: { kind: { d: e } } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, sensors: { name: '' } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { above: limit.a-b } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { equals: limit.hot } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { outside: [limit.low] } } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, on: means }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, on: averages, window: day }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, flapping: { transitions: 5 } }]",
        "rules: [{ name: a, metric: b, levels: { fatal: { above: 1 } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { above: 1, below: 0 } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { above: 1, clearAbove: 2 } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { above: x } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { above: 1, holdFor: 3 } } }]",
        "rules: [{ name: a, metric: b, levels: { warning: { equals: 1, clearBelow: 1 } } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, missing: later }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, noDataSeverity: fatal }]",
        "rules: [{ name: a, metric: b, levels: { warning: { outside: [1] } } }]",
        "rules: [{ name: a, metric: b, signal: b, levels: { warning: { above: 1 } } }]",
        "rules: [{ name: a, signal: b, levels: { warning: { when: b > 1, above: 1 } } }]",
        "rules: [{ name: a, signal: b, every: often, levels: { warning: { above: 1 } } }]",
        "rules: [{ name: a, signal: b, where: { c: [d] }, levels: { warning: { above: 1 } } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: [] }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: mon-fri }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: { zone: UTC } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: { days: mon } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: { days: monday, zone: UTC } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: { days: [], zone: UTC } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: { from: '25:00', to: '26:00',"
            + " zone: UTC } }]",
        "rules: [{ name: a, metric: b, noDataAfter: 5m, active: { days: mon, to: '08:00', zone:"
            + " UTC, hours: 5 } }]",
        "severities: low\nrules: []",
        "severities: []\nrules: []",
        "severities: [a, b, c, d, e, f, g, h, i]\nrules: []",
        "severities: [low, low]\nrules: []",
        "severities: [low, High]\nrules: []",
        "severities: [low, pending]\nrules: []",
        "severities: [low]\nrules: [{ name: a, metric: b, levels: { Low: { above: 1 } } }]",
        "rules: [{ name: a, metric: b, levels: { low: { above: 1 } } }]",
        "rules: []\nmaintenance: { from: '02:00', to: '03:00', zone: UTC }",
        "rules: []\nmaintenance: [{ rules: a }]",
        "rules: []\nmaintenance: [{ from: '24:00', to: '03:00', zone: UTC }]",
        "rules: []\nmaintenance: [{ from: 2026-12-24, to: 2026-12-25 }]",
        "rules: []\nmaintenance: [{ from: '02:00', to: '03:00', zone: UTC, rules: [] }]",
        "rules: [{ name: a, metric: b, levels: { warning: { changesBy: { moreThan: 0, within: 5m"
            + " } } } }]"
      })
  void bothRefuseAWrongFile(String document) {
    assertWrong(document);
  }

  @Test
  void theSchemaHasTheKeysOfTheReader() {
    assertThat(keys("/properties")).isEqualTo(RuleFile.KEYS);
    assertThat(keys("/definitions/rule/properties")).isEqualTo(RuleReader.KEYS);
    assertThat(keys("/definitions/rule/properties/flapping/properties"))
        .isEqualTo(RuleReader.FLAPPING_KEYS);
    assertThat(keys("/definitions/hours/properties")).isEqualTo(ScheduleReader.HOURS_KEYS);
    assertThat(keys("/definitions/maintenance/properties")).isEqualTo(MaintenanceReader.KEYS);
    assertThat(keys("/definitions/rule/properties/levels/properties"))
        .isEqualTo(Severities.STANDARD.names());
    List<List<String>> conditions = new ArrayList<>();
    for (JsonNode one : schema.at("/definitions/level/oneOf")) {
      List<String> keys = new ArrayList<>(keys(one.get("properties")));
      assertThat(keys).endsWith(RuleReader.LEVEL_TIMES.toArray(new String[0]));
      keys.removeAll(RuleReader.LEVEL_TIMES);
      conditions.add(keys);
      assertThat(one.at("/required/0").asText()).isEqualTo(keys(one.get("properties")).get(0));
    }
    assertThat(conditions).isEqualTo(Stream.of(Kind.values()).map(Kind::keys).toList());
    assertThat(keys("/definitions/level/oneOf/8/properties/changesBy/properties"))
        .isEqualTo(RuleReader.CHANGES_BY_KEYS);
  }

  @Test
  void theSchemaHasTheLimitsOfTheModel() {
    JsonNode rule = schema.at("/definitions/rule/properties");
    assertThat(rule.at("/name/maxLength").asInt()).isEqualTo(Rule.MAX_NAME_LENGTH);
    assertThat(rule.at("/name/not/const").asText()).isEqualTo(Rule.SOURCE_SILENT);
    assertThat(rule.at("/metric/maxLength").asInt()).isEqualTo(Series.MAX_NAME_LENGTH);
    assertThat(rule.at("/sensors/oneOf/1/maxItems").asInt()).isEqualTo(Sensors.MOST);
    assertThat(rule.at("/active/oneOf/1/maxItems").asInt()).isEqualTo(Schedule.MOST);
    assertThat(schema.at("/properties/maintenance/maxItems").asInt()).isEqualTo(Schedule.MOST);
    assertThat(rule.at("/summary/maxLength").asInt()).isEqualTo(Template.MAX_LENGTH);
    assertThat(rule.at("/flapping/properties/transitions/maximum").asInt())
        .isEqualTo(Timing.Flapping.MOST);
    List<String> sources = new ArrayList<>();
    rule.at("/on/enum").forEach(one -> sources.add(one.asText()));
    assertThat(sources)
        .isEqualTo(Selector.Source.OF_METRICS.stream().map(Selector.Source::toString).toList());
    for (String text : List.of("resolvedSummary", "noDataSummary", "description", "runbook")) {
      assertThat(rule.at("/" + text + "/maxLength").asInt()).isEqualTo(Template.MAX_LENGTH);
    }
    List<String> policies = new ArrayList<>();
    rule.at("/missing/enum").forEach(one -> policies.add(one.asText()));
    assertThat(policies)
        .isEqualTo(Stream.of(Absence.Policy.values()).map(Object::toString).toList());
    List<String> severities = new ArrayList<>();
    JsonNode standard = schema.at("/definitions/standardSeverities/properties");
    standard.at("/noDataSeverity/enum").forEach(one -> severities.add(one.asText()));
    assertThat(severities).isEqualTo(Severities.STANDARD.names());
    assertThat(standard.at("/levels/propertyNames/enum"))
        .isEqualTo(standard.at("/noDataSeverity/enum"));
    assertThat(schema.at("/properties/severities/maxItems").asInt()).isEqualTo(Severities.MOST);
    List<String> states = new ArrayList<>();
    schema.at("/definitions/severity/not/enum").forEach(one -> states.add(one.asText()));
    assertThat(states).isEqualTo(Stream.of(AlertState.values()).map(EnumText::lowerCase).toList());
  }

  @Test
  void everyPlaceholderIsDocumented() throws IOException {
    String text = Repository.text("docs/rules.md");
    String texts = text.substring(text.indexOf("## Texts"), text.indexOf("## Order"));
    Template.PLACEHOLDERS.forEach(one -> assertThat(texts).contains("{{" + one + "}}"));
  }

  @Test
  void everyKeyRefusesAValueOfTheWrongTypeInBoth() {
    for (String key : RuleReader.KEYS) {
      String others = key.equals("noDataAfter") ? "" : ", noDataAfter: 5m";
      String name = key.equals("name") ? "" : "name: a, ";
      String metric = key.equals("metric") ? "" : "metric: b, ";
      assertWrong("rules: [{ " + name + metric + key + ": [[1]]" + others + " }]");
    }
  }

  /** The table is written from the schema: change the schema, and run this with the property. */
  @Test
  void theDocumentedKeysAreThoseOfTheSchema() throws IOException {
    theDocumentedKeysAreThoseOf("/definitions/rule/properties", "| key | value | if missing |");
    theDocumentedKeysAreThoseOf(
        "/definitions/maintenance/properties", "| key of a window | value | if missing |");
  }

  private void theDocumentedKeysAreThoseOf(String keys, String head) throws IOException {
    StringBuilder table = new StringBuilder(head + "\n|---|---|---|\n");
    for (String key : keys(keys)) {
      JsonNode one = schema.at(keys + "/" + key);
      table.append(
          String.format(
              "| `%s` | %s | %s |\n",
              key, one.get("description").asText(), one.get("$comment").asText()));
    }
    Path file = Repository.root().resolve("docs/rules.md");
    String text = Files.readString(file);
    String expected =
        text.replaceFirst(
            Pattern.quote(head) + "\n(\\|.*\n)+", Matcher.quoteReplacement(table.toString()));
    if (Boolean.getBoolean("isotherm.update-docs")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as("docs/rules.md; run this test with -Disotherm.update-docs=true to write the table anew")
        .isEqualTo(expected)
        .contains(table);
  }

  /**
   * Each row of the table of conditions is a level that both accept; together they have all keys.
   */
  @Test
  void theDocumentedConditionsAreThoseOfTheReader() throws IOException {
    String text = Repository.text("docs/rules.md");
    String table = text.substring(text.indexOf("| condition | holds"));
    List<String> rows =
        table
            .substring(0, table.indexOf("\n\n"))
            .lines()
            .skip(2)
            .map(row -> row.split("\\|", -1)[1])
            .toList();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(Kind.values().length);
    Set<String> documented = new TreeSet<>();
    for (String row : rows) {
      String level = row.replace("`", "").strip();
      String watched = level.startsWith("when:") ? "signal" : "metric";
      assertRight(
          "rules: [{ name: a, " + watched + ": b, levels: { warning: { " + level + " } } }]");
      Matcher key = Pattern.compile("([a-zA-Z]+):").matcher(level);
      while (key.find()) {
        documented.add(key.group(1));
      }
    }
    Set<String> known = new TreeSet<>(RuleReader.CHANGES_BY_KEYS);
    Stream.of(Kind.values()).forEach(kind -> known.addAll(kind.keys()));
    assertThat(documented).isEqualTo(known);
  }

  private List<String> keys(String pointer) {
    return keys(schema.at(pointer));
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private void assertWrong(String document) {
    assertThat(errors(document)).as(document).isNotEmpty();
    assertThatThrownBy(() -> RuleFile.parse("rules.yaml", document))
        .as(document)
        .isInstanceOf(ConfigurationException.class);
  }

  private void assertRight(String document) {
    assertThat(errors(document)).as(document).isEmpty();
    assertThatCode(() -> RuleFile.parse("rules.yaml", document)).doesNotThrowAnyException();
  }

  private List<String> errors(String document) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(document);
    List<String> errors = new ArrayList<>();
    judge(new ObjectMapper().valueToTree(value), schema, "", errors);
    return errors;
  }

  private void judge(JsonNode value, JsonNode by, String path, List<String> errors) {
    if (by.has("$ref")) {
      judge(value, schema.at(by.get("$ref").asText().substring(1)), path, errors);
    }
    if (by.has("type") && !hasType(value, by.get("type"))) {
      errors.add(path + " must be " + by.get("type"));
      return;
    }
    by.path("required")
        .forEach(key -> check(value.has(key.asText()), path + " needs " + key, errors));
    value
        .fieldNames()
        .forEachRemaining(
            key -> {
              JsonNode member = by.path("properties").path(key);
              JsonNode others = by.path("additionalProperties");
              check(!member.isMissingNode() || !others.isBoolean(), path + " has " + key, errors);
              JsonNode rule = member.isMissingNode() ? others : member;
              judge(value.get(key), rule, path + "/" + key, errors);
            });
    if (value.isArray() && by.has("items")) {
      value.forEach(element -> judge(element, by.get("items"), path + "/-", errors));
    }
    if (by.has("propertyNames")) {
      value
          .fieldNames()
          .forEachRemaining(
              key ->
                  judge(TextNode.valueOf(key), by.get("propertyNames"), path + "/" + key, errors));
    }
    if (by.at("/not").has("enum")) {
      by.at("/not/enum").forEach(one -> check(!one.equals(value), path + " is " + one, errors));
    }
    if (by.path("uniqueItems").asBoolean()) {
      Set<JsonNode> elements = new HashSet<>();
      value.forEach(element -> check(elements.add(element), path + " twice " + element, errors));
    }
    judgeChoices(value, by, path, errors);
    judgeScalars(value, by, path, errors);
  }

  private void judgeChoices(JsonNode value, JsonNode by, String path, List<String> errors) {
    for (String choice : new String[] {"oneOf", "anyOf"}) {
      if (by.has(choice)) {
        int fits = 0;
        for (JsonNode one : by.get(choice)) {
          List<String> against = new ArrayList<>();
          judge(value, one, path, against);
          fits += against.isEmpty() ? 1 : 0;
        }
        check(choice.equals("oneOf") ? fits == 1 : fits > 0, path + " fits " + fits, errors);
      }
    }
  }

  private static void judgeScalars(JsonNode value, JsonNode by, String path, List<String> errors) {
    if (by.has("enum")) {
      boolean listed = false;
      for (JsonNode one : by.get("enum")) {
        listed |= one.equals(value);
      }
      check(listed, path + " must be of " + by.get("enum"), errors);
    }
    String text = value.asText();
    check(text.length() >= by.path("minLength").asInt(0), path + " is too short", errors);
    check(text.length() <= by.path("maxLength").asInt(1 << 30), path + " is too long", errors);
    check(
        !by.has("pattern") || Pattern.compile(by.get("pattern").asText()).matcher(text).find(),
        path + " must match",
        errors);
    check(value.size() >= by.path("minItems").asInt(0), path + " has too few", errors);
    check(value.size() <= by.path("maxItems").asInt(1 << 30), path + " has too many", errors);
    double number = value.asDouble();
    check(number >= by.path("minimum").asDouble(-1e300), path + " is too small", errors);
    check(number <= by.path("maximum").asDouble(1e300), path + " is too great", errors);
    check(number > by.path("exclusiveMinimum").asDouble(-1e300), path + " is too small", errors);
  }

  private static void check(boolean right, String error, List<String> errors) {
    if (!right) {
      errors.add(error);
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
        .matcher(Repository.text(file))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
