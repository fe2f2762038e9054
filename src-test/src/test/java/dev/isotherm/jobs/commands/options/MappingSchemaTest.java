package dev.isotherm.jobs.commands.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Holds docs/mapping.schema.json, which editors use, to the options that a mapping may have. */
class MappingSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theSchemaHasTheOptionsAndTheirHelp() throws IOException {
    String file = Repository.text("docs/mapping.schema.json");
    assertThat(JSON.readTree(file)).isEqualTo(schema());
    assertThat(file).isEqualTo(text(schema()));
  }

  private static String text(ObjectNode schema) throws IOException {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    return JSON.writer(printer).writeValueAsString(schema) + "\n";
  }

  private static ObjectNode schema() {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A mapping: how messages become readings");
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    Map<String, OptionSpec> options =
        Stream.of(
                new ReadingOptions(), new DuplicatesOption(), new ValueOptions(), new FileOptions())
            .flatMap(one -> CommandSpec.forAnnotatedObject(one).options().stream())
            .collect(Collectors.toMap(one -> one.longestName().substring(2), Function.identity()));
    for (String key : MappingFile.keys()) {
      OptionSpec option = options.get(key);
      ObjectNode property = properties.putObject(key);
      property.put("description", description(option));
      type(option, property);
    }
    return schema;
  }

  /** The help without what picocli fills in. */
  private static String description(OptionSpec option) {
    return String.join(" ", option.description())
        .replace("%%", "%")
        .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()));
  }

  private static void type(OptionSpec option, ObjectNode property) {
    if (option.arity().max() == 0) {
      property.put("type", "boolean");
    } else if (option.type() == int.class) {
      property.put("type", "integer").put("minimum", 0);
    } else if (option.isMultiValue()) {
      property.putArray("type").add("string").add("number").add("array");
      ObjectNode items = property.putObject("items");
      items.putArray("type").add("string").add("number");
    } else {
      List<String> types = List.of("string", "number", "boolean");
      types.forEach(property.withArray("type")::add);
    }
  }
}
