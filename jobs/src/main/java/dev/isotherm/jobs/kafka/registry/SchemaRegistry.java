package dev.isotherm.jobs.kafka.registry;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.parse.avro.AvroSchemas;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.wire.JsonFieldsReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds schemas in a registry that speaks the REST interface of Confluent's. Not thread-safe: each
 * task has its own.
 *
 * <p>A schema never changes, so the caller keeps it. That an id is not known may change: a producer
 * may register it later. So that is remembered for a minute only.
 */
public final class SchemaRegistry implements AvroSchemas {

  private static final int NOT_FOUND = 404;
  private static final long UNUSABLE_FOR_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST_UNUSABLE = 1_000;
  private static final int MOST_REFERENCES = 100;

  private final RegistryHttp http;
  private final LongSupplier nanos;
  private final Map<Integer, UnusableSince> unusable =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, UnusableSince> eldest) {
          return size() > MOST_UNUSABLE;
        }
      };

  private record UnusableSince(Unusable why, long sinceNanos) {}

  /** Creates a client; nothing is sent yet. */
  public SchemaRegistry(String url, RegistryAccess access) {
    this(new RegistryHttp(url, access, RegistryHttp.Patience.OF_TASKS), System::nanoTime);
  }

  /**
   * Creates a client with another clock.
   *
   * @param nanos a clock in nanoseconds
   */
  SchemaRegistry(RegistryHttp http, LongSupplier nanos) {
    this.http = http;
    this.nanos = nanos;
  }

  /**
   * Checks whether a registry can be reached and accepts the credentials.
   *
   * @throws ConfigurationException if not
   */
  public static void check(String url, RegistryAccess access) {
    RegistryHttp http = new RegistryHttp(url, access, RegistryHttp.Patience.OF_COMMANDS);
    try {
      // Whether there is such a path depends on the version of the registry.
      RegistryHttp.Answer unused = http.get("/schemas/types");
    } catch (SchemaRegistryException unusable) {
      throw new ConfigurationException("--schema-registry: " + unusable.getMessage());
    }
  }

  /**
   * Finds a schema.
   *
   * @throws SchemaRegistryException if the registry cannot be asked; it has been asked several
   *     times
   */
  @Override
  public Found find(int id) {
    UnusableSince known = unusable.get(id);
    if (known != null && nanos.getAsLong() - known.sinceNanos() < UNUSABLE_FOR_NANOS) {
      return known.why();
    }
    unusable.remove(id);
    Found found = load(id);
    if (found instanceof Unusable why) {
      unusable.put(id, new UnusableSince(why, nanos.getAsLong()));
    }
    return found;
  }

  private Found load(int id) {
    // Ids are unsigned in the message, and positive in the registry.
    String path = "/schemas/ids/" + Integer.toUnsignedString(id);
    RegistryHttp.Answer answer = http.get(path);
    if (answer.status() == NOT_FOUND) {
      return new Unusable("is not known to the schema registry");
    }
    JsonFieldsReader schema = json(answer, path);
    String type = schema.textOrNull("schemaType");
    if (type != null && !type.equals("AVRO")) {
      return new Unusable("is of type " + Excerpt.plain(type) + "; only AVRO is read");
    }
    List<String> texts = new ArrayList<>();
    Unusable incomplete = addReferences(schema, new TreeSet<>(), texts);
    texts.add(text(schema, path));
    return incomplete == null ? new Known(texts) : incomplete;
  }

  /**
   * Adds the schemas whose names a schema uses, each behind those that it uses itself.
   *
   * @return why that is not possible; {@code null} if it is done
   */
  private @Nullable Unusable addReferences(
      JsonFieldsReader schema, Set<String> paths, List<String> texts) {
    for (JsonFieldsReader reference : schema.objects("references")) {
      String path =
          "/subjects/"
              + encoded(reference.textOrNull("subject"))
              + "/versions/"
              + encoded(reference.textOrNull("version"));
      if (!paths.add(path)) {
        continue;
      }
      if (paths.size() > MOST_REFERENCES) {
        return new Unusable("refers to more than " + MOST_REFERENCES + " others");
      }
      RegistryHttp.Answer answer = http.get(path);
      if (answer.status() == NOT_FOUND) {
        return new Unusable("refers to " + path + ", which is not known to the schema registry");
      }
      JsonFieldsReader referred = json(answer, path);
      Unusable incomplete = addReferences(referred, paths, texts);
      if (incomplete != null) {
        return incomplete;
      }
      texts.add(text(referred, path));
    }
    return null;
  }

  private static String encoded(@Nullable String part) {
    return URLEncoder.encode(String.valueOf(part), StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonFieldsReader json(RegistryHttp.Answer answer, String path) {
    try {
      return JsonFieldsReader.of(answer.body());
    } catch (IllegalArgumentException notJson) {
      throw notASchema(path);
    }
  }

  private String text(JsonFieldsReader schema, String path) {
    String text = schema.textOrNull("schema");
    if (text == null) {
      throw notASchema(path);
    }
    return text;
  }

  private SchemaRegistryException notASchema(String path) {
    return http.failure("does not answer GET " + path + " with a schema; is that its URL?");
  }
}
