package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.notify.Notifications;
import dev.isotherm.jobs.notify.Receiver;
import dev.isotherm.model.ValidationErrors;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Receivers of alerts beside the topic. */
public final class NotifyOptions implements Validated {

  private static final String ALERTMANAGER = "--alertmanager";
  private static final String WEBHOOK = "--webhook";

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
  private String webhook;

  @Option(
      names = "--notify-config",
      paramLabel = "FILE",
      converter = NotifyConfig.Converter.class,
      description =
          "A properties file with credentials: alertmanager.authorization and"
              + " webhook.authorization are sent as header Authorization.")
  private NotifyConfig config = NotifyConfig.NONE;

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
  }

  private static void add(ValidationErrors errors, String option, String url, String error) {
    if (error != null) {
      errors.add(option, withoutUser(url), error);
    }
  }

  /** Where an @ is, all before it may be secret, whatever else is wrong with it. */
  private static String withoutUser(String url) {
    return url.replaceFirst("(?s)^([A-Za-z]+://)?.*@", "$1***@");
  }

  private Set<String> alertmanagerUrls() {
    Set<String> urls = new LinkedHashSet<>();
    for (String option : alertmanagers) {
      // A comma may be part of a password, which must not be torn into two.
      urls.addAll(option.contains("@") ? List.of(option) : List.of(option.split(",", -1)));
    }
    return urls;
  }

  private static String errorOf(String url) {
    if (url.contains("@")) {
      return "must not hold a user or a password; they belong in --notify-config";
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException notAUrl) {
      return "must be an address such as http://localhost:9093";
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "must begin with http:// or https://";
    }
    if (uri.getHost() == null) {
      return "must name a host, of letters, digits, - and .";
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      return "must have a port from 1 to 65535";
    }
    return uri.getRawFragment() == null ? null : "must have no fragment";
  }

  /** The receivers that the options name. */
  public Notifications notifications() {
    List<Receiver> receivers = new ArrayList<>();
    for (String url : alertmanagerUrls()) {
      URI api = URI.create(url.replaceFirst("/+$", "") + "/api/v2/alerts");
      receivers.add(new Receiver(api, config.alertmanagerAuthorization()));
    }
    return new Notifications(
        receivers,
        webhook == null ? null : new Receiver(URI.create(webhook), config.webhookAuthorization()));
  }
}
