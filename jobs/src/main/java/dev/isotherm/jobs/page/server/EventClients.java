package dev.isotherm.jobs.page.server;

import dev.isotherm.jobs.page.model.PageModel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The browsers that listen. Each update of the model is written once, for all of them.
 *
 * <p>A browser that begins to listen gets a snapshot, and then each update after it. So adding a
 * browser and sending an update exclude each other.
 */
final class EventClients {

  private final PageModel model;
  private final int maxClients;
  private final Set<EventClient> clients = new LinkedHashSet<>();

  /** The snapshot as of the last update; {@code null} if no browser has asked since then. */
  private byte @Nullable [] snapshot;

  EventClients(PageModel model, int maxClients) {
    this.model = model;
    this.maxClients = maxClients;
  }

  /** Adds a browser; empty if there are too many. */
  synchronized Optional<EventClient> add(StallWatch watch) {
    if (clients.size() >= maxClients) {
      return Optional.empty();
    }
    if (snapshot == null) {
      snapshot = event("snapshot", model.snapshot());
    }
    EventClient client = new EventClient(watch);
    client.offer(snapshot);
    clients.add(client);
    return Optional.of(client);
  }

  synchronized void remove(EventClient client) {
    clients.remove(client);
  }

  /** Sends what has changed. */
  synchronized void sendUpdate() {
    byte[] update = model.update();
    if (update != null) {
      snapshot = null;
      if (!clients.isEmpty()) {
        byte[] event = event("update", update);
        clients.forEach(client -> client.offer(event));
      }
    }
  }

  /** Number of browsers that listen. */
  synchronized int size() {
    return clients.size();
  }

  /** Ends all connections. */
  synchronized void dropAll() {
    clients.forEach(EventClient::drop);
  }

  /** One event in the form of server-sent events. JSON has no line ends in it. */
  private static byte[] event(String name, byte[] json) {
    byte[] head = ("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
    byte[] event = new byte[head.length + json.length + 2];
    System.arraycopy(head, 0, event, 0, head.length);
    System.arraycopy(json, 0, event, head.length, json.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }
}
