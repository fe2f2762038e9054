package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.commands.options.PropertiesFile;
import dev.isotherm.jobs.commands.options.TextConverter;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.notify.Receiver;
import dev.isotherm.jobs.notify.Receivers;
import dev.isotherm.jobs.notify.RedactedUrl;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.model.text.HttpAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Receivers of alerts beside the topic. */
public final class NotifyOptions implements Validated {

  private static final String ALERTMANAGER = "--alertmanager";
  private static final String WEBHOOK = "--webhook";
  private static final String ALERTMANAGER_HEADER = "alertmanager.authorization";
  private static final String WEBHOOK_HEADER = "webhook.authorization";
  private static final String WEBHOOK_URL = "webhook.url";

  @Option(
      names = ALERTMANAGER,
      paramLabel = "URL[,...]",
      description =
          "Send alerts to Alertmanager too, as Prometheus does: http://HOST:9093, with a path if it"
              + " has one. Each of several gets all of them.")
  private List<String> alertmanagers = List.of();

  @Option(
      names = WEBHOOK,
      paramLabel = "URL",
      description = "POST each transition there too, as the line of JSON that is in the topic.")
  private @Nullable String webhook;

  @Option(
      names = "--notify-config",
      paramLabel = "FILE",
      converter = SecretsConverter.class,
      description =
          "A properties file with secrets: alertmanager.authorization and webhook.authorization are"
              + " sent as header Authorization; webhook.url takes the place of --webhook where the"
              + " address is secret.")
  private Secrets secrets = new Secrets(null, null, null);

  /**
   * Values of the header {@code Authorization} and a secret address, {@code null} for none. The
   * text form does not show them.
   */
  private record Secrets(
      @Nullable String alertmanager, @Nullable String webhook, @Nullable String webhookUrl) {
    static Secrets read(String file) {
      Properties settings = PropertiesFile.read(file);
      Set<String> unknown = new TreeSet<>(settings.stringPropertyNames());
      unknown.removeAll(Set.of(ALERTMANAGER_HEADER, WEBHOOK_HEADER, WEBHOOK_URL));
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "does not know %s; must set %s, %s or %s"
                .formatted(
                    String.join(", ", unknown), ALERTMANAGER_HEADER, WEBHOOK_HEADER, WEBHOOK_URL));
      }
      return new Secrets(
          header(settings, ALERTMANAGER_HEADER),
          header(settings, WEBHOOK_HEADER),
          settings.getProperty(WEBHOOK_URL));
    }

    private static @Nullable String header(Properties settings, String key) {
      String value = settings.getProperty(key);
      if (value != null && (value.isBlank() || !value.matches("[\\x20-\\x7e]+"))) {
        throw new IllegalArgumentException(
            "the value of " + key + " must be a header, such as Bearer TOKEN, in ASCII");
      }
      return value;
    }

    @Override
    public String toString() {
      return "Secrets";
    }
  }

  private static final class SecretsConverter extends TextConverter<Secrets> {
    SecretsConverter() {
      super(Secrets::read);
    }
  }

  @Override
  public void check(ValidationErrors errors) {
    for (String url : alertmanagerUrls()) {
      String error = errorOf(url);
      if (error == null && URI.create(url).getRawQuery() != null) {
        error = "must have no query";
      }
      add(errors, ALERTMANAGER, url, error);
    }
    if (webhook != null) {
      add(errors, WEBHOOK, webhook, errorOf(webhook));
    }
    checkSecretUrl(errors);
  }

  /** No message shows the address, not even a part of it. */
  private void checkSecretUrl(ValidationErrors errors) {
    if (secrets.webhookUrl() == null) {
      return;
    }
    String error = errorOf(secrets.webhookUrl());
    if (webhook != null) {
      error = "is mutually exclusive with " + WEBHOOK;
    }
    if (error != null) {
      errors.add("--notify-config: " + WEBHOOK_URL + ": " + error);
    }
  }

  private static void add(
      ValidationErrors errors, String option, String url, @Nullable String error) {
    if (error != null) {
      errors.add(option, RedactedUrl.of(url), error);
    }
  }

  private Set<String> alertmanagerUrls() {
    Set<String> urls = new LinkedHashSet<>();
    for (String option : alertmanagers) {
      // A comma may be part of a password, which must not be torn into two.
      urls.addAll(option.contains("@") ? List.of(option) : List.of(option.split(",", -1)));
    }
    return urls;
  }

  private static @Nullable String errorOf(String url) {
    return HttpAddress.errorOf(url, "http://localhost:9093", "--notify-config");
  }

  /** The receivers that the options name. */
  public Receivers notifications() {
    List<Receiver> receivers = new ArrayList<>();
    for (String url : alertmanagerUrls()) {
      URI api = URI.create(url.replaceFirst("/+$", "") + "/api/v2/alerts");
      receivers.add(new Receiver(api, secrets.alertmanager()));
    }
    String url = webhook == null ? secrets.webhookUrl() : webhook;
    return new Receivers(
        receivers, url == null ? null : new Receiver(URI.create(url), secrets.webhook()));
  }
}
